package io.balena.releaseupdate.cli.harness;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.cli.process.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a command ended.
 *
 * @param peakMemory of its process in bytes, as last seen; 0 if it had none of its own, or the system does not tell
 */
public record Ended(int exitCode, String stdout, String stderr, long peakMemory) {

    private static final long PATIENCE_SECONDS = 60;
    private static final Pattern OBEYED_BY_TERMINALS = Pattern.compile("[\\p{Cntrl}\\x80-\\x9f&&[^\\n]]");
    private static final Set<Integer> EXPECTED_CODES = Stream.of(ExitCode.values())
            .filter(code -> code != ExitCode.UNEXPECTED)
            .map(ExitCode::number)
            .collect(Collectors.toSet());

    /** For a process whose memory is no matter. */
    public Ended(int exitCode, String stdout, String stderr) {
        this(exitCode, stdout, stderr, 0);
    }

    /** Reads what a process prints, and waits for its end. */
    public static Ended of(Process process) throws IOException, InterruptedException {
        byte[] stdout = process.getInputStream().readAllBytes();
        byte[] stderr = process.getErrorStream().readAllBytes();
        assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
        return new Ended(
                process.exitValue(),
                new String(stdout, StandardCharsets.UTF_8),
                new String(stderr, StandardCharsets.UTF_8));
    }

    /** This, after exit code 0. */
    public Ended succeeded() {
        assertTrue(exitCode == 0, this::toString);
        return this;
    }

    public String output() {
        return stdout + stderr;
    }

    /** The lines on stderr. */
    public List<String> messages() {
        return stderr.lines().toList();
    }

    /** Whether it ended as commands may, whatever they are given. */
    public boolean isRegular() {
        return EXPECTED_CODES.contains(exitCode)
                && !stderr.contains("Exception")
                && !stderr.contains("\tat ")
                && !OBEYED_BY_TERMINALS.matcher(stderr).find()
                && (exitCode != ExitCode.USAGE.number() || stdout.isEmpty() && stderr.startsWith("ERROR: "));
    }
}
