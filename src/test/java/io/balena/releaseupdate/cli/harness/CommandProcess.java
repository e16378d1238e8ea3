package io.balena.releaseupdate.cli.harness;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is shipped, started as a process: the jar, or the executable. */
public final class CommandProcess {

    /** The property that names what is shipped. */
    public static final String PROGRAM = "command.under.test";

    private static final long PATIENCE_SECONDS = 90;
    private static final Set<String> NETWORK_VARIABLES =
            Set.of("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "SSL_CERT_DIR");
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+([0-9]+) kB");

    private static final List<String> DEFAULT_SIGNALS = defaultSignals();
    /** A command is over before compiled code would gain anything. */
    private static final List<String> QUICK_START = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private final Process process;
    private final CompletableFuture<String> stdout;
    private final CompletableFuture<String> stderr;

    private CommandProcess(Process process) {
        this.process = process;
        stdout = CompletableFuture.supplyAsync(() -> text(process.getInputStream()), task -> new Thread(task).start());
        stderr = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()), task -> new Thread(task).start());
    }

    /**
     * What starts it, to be followed by its arguments. It may be interrupted even where these tests may not: a shell has
     * what it runs in the background ignore SIGINT, and what that starts, too.
     *
     * @param vmOptions of the virtual machine; the executable takes none
     */
    public static List<String> command(String... vmOptions) {
        List<String> command = new ArrayList<>(DEFAULT_SIGNALS);
        String program = System.getProperty(PROGRAM);
        if (program.endsWith(".jar")) {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(QUICK_START);
            command.addAll(List.of(vmOptions));
            command.addAll(List.of("-jar", program));
        } else {
            command.add(program);
        }
        return command;
    }

    private static List<String> defaultSignals() {
        List<String> env = List.of("env", "--default-signal");
        try {
            List<String> trial = new ArrayList<>(env);
            trial.add("true");
            boolean isUnderstood = new ProcessBuilder(trial).start().waitFor() == 0;
            return isUnderstood ? env : List.of();
        } catch (IOException e) {
            return List.of();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts it with a home of its own, and none of this machine's settings. */
    public static CommandProcess start(Path home, Map<String, String> variables, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>(command());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
        builder.environment()
                .keySet()
                .removeIf(
                        name -> name.startsWith("BALENA") || NETWORK_VARIABLES.contains(name.toUpperCase(Locale.ROOT)));
        builder.environment().put("HOME", home.toString());
        builder.environment().putAll(variables);
        return new CommandProcess(builder.start());
    }

    public static Ended run(Path home, Map<String, String> variables, List<String> arguments) throws Exception {
        return start(home, variables, arguments).end();
    }

    /** Runs it in a folder of its own, which is its home unless the variables name another. */
    public static Ended run(Map<String, String> variables, String stdin, List<String> arguments) {
        try {
            Path home = Files.createTempDirectory("home");
            try {
                CommandProcess command = start(home, variables, arguments);
                command.write(stdin);
                return command.end();
            } finally {
                Files.delete(home);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void write(String stdin) throws IOException {
        try (OutputStream stream = process.getOutputStream()) {
            stream.write(stdin.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It ended, or reads nothing.
        }
    }

    /** @param name as {@code kill} knows it, {@code STOP} */
    public void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** As {@code kill -9} does; returns at once. The handle, since the process would close what is still to be read. */
    public void kill() {
        process.toHandle().destroyForcibly();
    }

    public Ended end() throws Exception {
        long peak = 0;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!process.waitFor(20, TimeUnit.MILLISECONDS) && System.nanoTime() - deadline < 0) {
            peak = Math.max(peak, peakMemory());
        }
        kill();
        assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
        return new Ended(process.exitValue(), stdout.get(), stderr.get(), peak);
    }

    private long peakMemory() {
        try {
            Matcher peak = PEAK.matcher(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
            return peak.find() ? Long.parseLong(peak.group(1)) * 1024 : 0;
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    private static String text(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
