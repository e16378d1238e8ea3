package io.balena.releaseupdate.cli.shipped;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.balena.releaseupdate.cli.golden.RecordedCase;
import io.balena.releaseupdate.cli.harness.CommandProcess;
import io.balena.releaseupdate.cli.harness.Ended;
import io.balena.releaseupdate.cli.harness.Resources;
import io.balena.releaseupdate.cli.harness.TestSandbox;
import io.balena.releaseupdate.sandbox.SandboxOptions;
import io.balena.releaseupdate.sandbox.SandboxRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is shipped, as a process: its surroundings, its signals, its bytes. */
class ProcessIT {

    private static final List<String> SHOP = List.of("--from-release", "1900102", "--to-release", "1900106");
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    Path home;

    @TempDir
    Path folder;

    @Test
    void printsTheDocumentAndNothingElse() throws Exception {
        Process process =
                start(folder, Map.of(), List.of("--sandbox", "--from-release", "900813", "--to-release", "900835"));
        assertEquals(new Ended(0, Resources.text("/readme.json"), ""), Ended.of(process));
    }

    @Test
    void ignoresTheFilesOfAHostileWorkingDirectory() throws Exception {
        String properties = hostileProperties();
        Files.writeString(folder.resolve("application.properties"), properties);
        Files.createDirectories(folder.resolve("config"));
        Files.writeString(folder.resolve("config/application.properties"), properties);
        Files.writeString(folder.resolve(".env"), hostileVariables(properties));
        for (String name : List.of("balenarc.yml", ".balenarc.yml", "resinrc.yml", ".resinrc.yml")) {
            Files.writeString(
                    folder.resolve(name),
                    "apiUrl: http://127.0.0.1:1\ndeltaUrl: http://127.0.0.1:1\nbalenaUrl: evil.example\n"
                            + "dataDirectory: /nonexistent\nproxy: http://127.0.0.1:1\n");
        }
        Path empty = Files.createDirectory(folder.resolve("empty"));

        List<Ended> ends = new ArrayList<>();
        List<List<SandboxRequest>> requests = new ArrayList<>();
        for (Path workingDirectory : List.of(folder, empty)) {
            try (TestSandbox sandbox = TestSandbox.start()) {
                ends.add(Ended.of(start(workingDirectory, variables(sandbox), SHOP)));
                requests.add(sandbox.requests());
            }
        }
        assertEquals(0, ends.get(0).exitCode(), ends.get(0).stderr());
        assertEquals(ends.get(1), ends.get(0));
        assertEquals(2, requests.get(0).size());
        for (int i = 0; i < 2; i++) {
            assertEquals(requests.get(1).get(i).uri(), requests.get(0).get(i).uri());
            assertEquals(
                    requests.get(1).get(i).headers().keySet(),
                    requests.get(0).get(i).headers().keySet());
            assertEquals(
                    requests.get(1).get(i).headers().get("user-agent"),
                    requests.get(0).get(i).headers().get("user-agent"));
        }
    }

    private static String hostileProperties() {
        List<String> lines = new ArrayList<>();
        lines.add("quarkus.log.level=TRACE");
        lines.add("quarkus.log.min-level=TRACE");
        lines.add("quarkus.log.console.stderr=false");
        lines.add("quarkus.log.console.json=true");
        lines.add("quarkus.log.file.enabled=true");
        lines.add("quarkus.log.file.enable=true");
        lines.add("quarkus.log.file.path=stolen.log");
        lines.add("quarkus.banner.enabled=true");
        lines.add("quarkus.profile=dev");
        lines.add("quarkus.tls.trust-all=true");
        lines.add("quarkus.tls.key-store.pem.0.cert=evil.pem");
        lines.add("quarkus.vertx.caching=true");
        lines.add("quarkus.fault-tolerance.enabled=false");
        lines.add("MP_Fault_Tolerance_NonFallback_Enabled=false");
        lines.add("quarkus.rest-client.url=http://127.0.0.1:1");
        lines.add("quarkus.rest-client.uri=http://127.0.0.1:1");
        lines.add("quarkus.rest-client.follow-redirects=true");
        lines.add("quarkus.rest-client.proxy-address=127.0.0.1:1");
        lines.add("quarkus.rest-client.trust-all=true");
        lines.add("quarkus.rest-client.verify-host=false");
        lines.add("quarkus.rest-client.user-agent=evil");
        lines.add("quarkus.rest-client.headers.x-evil=1");
        lines.add("quarkus.rest-client.logging.scope=all");
        lines.add("quarkus.rest-client.logging.body-limit=100000");
        lines.add("quarkus.rest-client.connect-timeout=1");
        lines.add("quarkus.rest-client.read-timeout=1");
        lines.add("quarkus.proxy.host=127.0.0.1");
        lines.add("quarkus.proxy.port=1");
        for (String client : List.of("BalenaApi", "DeltaServer")) {
            String prefix = "quarkus.rest-client.\"io.balena.releaseupdate.cloud." + client + "\".";
            lines.add(prefix + "url=http://127.0.0.1:1");
            lines.add(prefix + "proxy-address=127.0.0.1:1");
            lines.add(prefix + "override-uri=http://127.0.0.1:1");
        }
        lines.add("quarkus.picocli.top-command=evil");
        lines.add("balena.api-url=http://127.0.0.1:1");
        return String.join("\n", lines) + "\n";
    }

    /** The same as variables, and the tool's own. */
    private static String hostileVariables(String properties) {
        StringBuilder variables = new StringBuilder(properties);
        for (String line : properties.split("\n")) {
            int end = line.indexOf('=');
            variables
                    .append(line.substring(0, end)
                            .replaceAll("[^A-Za-z0-9]", "_")
                            .toUpperCase(Locale.ROOT))
                    .append(line.substring(end))
                    .append('\n');
        }
        return variables
                .append("BALENARC_API_URL=http://127.0.0.1:1\nBALENARC_DELTA_URL=http://127.0.0.1:1\n")
                .append("BALENA_API_KEY=evil\nHTTPS_PROXY=http://127.0.0.1:1\nHTTP_PROXY=http://127.0.0.1:1\n")
                .append("SMALLRYE_CONFIG_LOCATIONS=config/application.properties\nHOME=/nonexistent\n")
                .toString();
    }

    @Test
    void ignoresTheFrameworksVariables() throws Exception {
        try (TestSandbox sandbox = TestSandbox.start()) {
            Map<String, String> variables = variables(sandbox);
            variables.put("QUARKUS_LOG_LEVEL", "TRACE");
            variables.put("QUARKUS_LOG_CONSOLE_STDERR", "false");
            variables.put("QUARKUS_REST_CLIENT_PROXY_ADDRESS", "127.0.0.1:1");
            Ended end = Ended.of(start(folder, variables, SHOP));
            assertEquals(0, end.exitCode(), end.stderr());
            assertEquals("", end.stderr());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "INT, 130, Interrupted., ''",
        "TERM, 143, Terminated., ''",
        "HUP, 129, Hung up., ''",
        "INT, 130, Interrupted., poll=hang",
        "TERM, 143, Terminated., trigger=hang",
        "HUP, 129, Hung up., poll=hang"
    })
    void aSignalEndsAWaitWithTheDocument(String signal, int exitCode, String ending, String fault) throws Exception {
        SandboxOptions options = SandboxOptions.defaults().withBuildTime(Duration.ofHours(1));
        try (TestSandbox sandbox = TestSandbox.start(fault.isEmpty() ? options : options.withFaults(fault))) {
            List<String> arguments = new ArrayList<>(SHOP);
            arguments.addAll(List.of("--wait", "--progress", "plain"));
            Process process = start(folder, variables(sandbox), arguments);
            BufferedReader stderr = untilRequested(process);
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            String rest = String.join("\n", stderr.lines().toList());
            String stdout = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
            assertEquals(exitCode, process.exitValue(), rest);
            JsonNode document = RecordedCase.parseJson(stdout);
            assertEquals(3, document.path("is_produced_by__service_update").size());
            assertTrue(
                    rest.endsWith(
                            "ERROR: " + ending + " What is being built at balena goes on: run it again to join it."),
                    rest);
        }
    }

    /** GNU timeout signals its child, and then the group of both. */
    @Test
    void aSignalThatIsSentTwiceAtOnceIsOne() throws Exception {
        SandboxOptions options = SandboxOptions.defaults().withBuildTime(Duration.ofHours(1));
        try (TestSandbox sandbox = TestSandbox.start(options)) {
            List<String> arguments = new ArrayList<>(SHOP);
            arguments.addAll(List.of("--wait", "--progress", "plain"));
            Process process = start(folder, variables(sandbox), arguments);
            untilRequested(process);

            long pid = process.pid();
            new ProcessBuilder("sh", "-c", "for i in 1 2 3 4 5; do kill -TERM " + pid + "; done")
                    .start()
                    .waitFor();

            Ended end = Ended.of(process);
            assertEquals(143, end.exitCode(), end.stderr());
            assertEquals(
                    3,
                    RecordedCase.parseJson(end.stdout())
                            .path("is_produced_by__service_update")
                            .size());
        }
    }

    @Test
    void aSignalEndsADescriptionThatHangs() throws Exception {
        try (TestSandbox sandbox = TestSandbox.start("describe=hang")) {
            List<String> arguments = new ArrayList<>(SHOP);
            arguments.add("--verbose");
            Process process = start(folder, variables(sandbox), arguments);
            process.errorReader(StandardCharsets.UTF_8).readLine();
            String title = process.info().commandLine().orElse("");
            assertFalse(title.contains(sandbox.sandbox.token()), "other users can read it");
            process.destroy();
            assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
            assertEquals(143, process.exitValue());
        }
    }

    /** What the token comes from may stay silent for ever. */
    @Test
    void aSignalEndsTheWaitForAToken() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        List<String> arguments = new ArrayList<>(SHOP);
        arguments.addAll(List.of("--token-file", pipe.toString()));
        Process process = start(folder, Map.of(), arguments);
        // Opened once the command has opened it.
        try (OutputStream silent = Files.newOutputStream(pipe)) {
            // Not destroy(), which also closes what is to be read.
            new ProcessBuilder("kill", "-TERM", Long.toString(process.pid()))
                    .start()
                    .waitFor();
            assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
        }
        assertEquals(new Ended(143, "", "ERROR: Terminated.\n"), Ended.of(process));
    }

    @Test
    void usesTheSettingsAndTheSessionOfTheBalenaCliAndRenewsIt() throws Exception {
        try (TestSandbox sandbox = TestSandbox.start()) {
            Files.writeString(
                    home.resolve(".balenarc.yml"),
                    "apiUrl: " + sandbox.sandbox.url() + "\ndeltaUrl: " + sandbox.sandbox.url() + "\n");
            Instant now = Instant.now();
            String old = sandbox.sandbox.sessionToken(now.minus(Duration.ofHours(30)), now.plus(Duration.ofHours(100)));
            Path token = storeSession(old);
            Ended end = Ended.of(start(folder, Map.of(), SHOP));
            assertEquals(0, end.exitCode(), end.stderr());
            assertEquals("", end.stderr());
            assertEquals(1, sandbox.requests("/user/v1/refresh-token"));
            String renewed = Files.readString(token);
            assertNotEquals(old, renewed);
            assertEquals(
                    "Bearer " + renewed,
                    sandbox.requests()
                            .get(sandbox.requests().size() - 1)
                            .headers()
                            .get("authorization"));
            assertEquals(
                    Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE),
                    Files.getPosixFilePermissions(token));

            assertEquals(0, Ended.of(start(folder, Map.of(), SHOP)).exitCode());
            assertEquals(1, sandbox.requests("/user/v1/refresh-token"), "a young session is used as it is");
        }
    }

    @Test
    void anExpiredSessionSendsNothing() throws Exception {
        try (TestSandbox sandbox = TestSandbox.start()) {
            Instant now = Instant.now();
            storeSession(
                    sandbox.sandbox.sessionToken(now.minus(Duration.ofHours(200)), now.minus(Duration.ofHours(1))));
            Map<String, String> variables = variables(sandbox);
            variables.put("BALENA_API_KEY", "");
            Ended end = Ended.of(start(folder, variables, SHOP));
            assertEquals(4, end.exitCode());
            assertTrue(end.stderr().contains("balena login"), end.stderr());
            assertEquals(List.of(), sandbox.requests());
        }
    }

    private Path storeSession(String token) throws IOException {
        Path file = Files.createDirectories(home.resolve(".balena")).resolve("token");
        Files.writeString(file, token);
        Files.setPosixFilePermissions(file, Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
        return file;
    }

    @Test
    void aResultThatCantBeWrittenIsAnError() throws Exception {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full));
        ProcessBuilder builder =
                prepare(folder, Map.of(), List.of("--sandbox", "--from-release", "900813", "--to-release", "900835"));
        Ended end = Ended.of(builder.redirectOutput(full.toFile()).start());
        assertEquals(1, end.exitCode());
        assertTrue(end.stderr().startsWith("ERROR: The result could not be written"), end.stderr());
    }

    @Test
    void printsUtf8InAnyLocale() throws Exception {
        Map<String, String> variables = new HashMap<>(Map.of("LANG", "tr_TR.ISO-8859-9", "LC_ALL", "C"));
        Ended end = Ended.of(start(folder, variables, List.of("--from-release", "ü", "--to-release", "1")));
        assertEquals(2, end.exitCode());
        assertTrue(end.stderr().contains("Not a release:"), end.stderr());
    }

    @Test
    void theSandboxCommandSaysHowToReachIt() throws Exception {
        Process sandbox = start(folder, Map.of(), List.of("sandbox", "--build-time", "0.2"));
        Map<String, String> variables = new HashMap<>();
        BufferedReader lines = sandbox.inputReader(StandardCharsets.UTF_8);
        for (int i = 0; i < 3; i++) {
            String[] variable = lines.readLine().replace("export ", "").split("=", 2);
            variables.put(variable[0], variable[1]);
        }
        List<String> arguments = new ArrayList<>(SHOP);
        arguments.add("--wait");
        Ended end = Ended.of(start(folder, variables, arguments));
        new ProcessBuilder("kill", "-TERM", Long.toString(sandbox.pid()))
                .start()
                .waitFor();
        assertTrue(sandbox.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertEquals(143, sandbox.exitValue());
        assertEquals("", new String(sandbox.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(0, end.exitCode(), end.stderr());
        assertFalse(Files.exists(home.resolve(".balena")), "nothing is written");
    }

    /** Reads what a process says until it has requested a delta. */
    private static BufferedReader untilRequested(Process process) throws IOException {
        BufferedReader stderr = process.errorReader(StandardCharsets.UTF_8);
        String line = stderr.readLine();
        while (line != null && !line.startsWith("main: requested")) {
            line = stderr.readLine();
        }
        return stderr;
    }

    private Map<String, String> variables(TestSandbox sandbox) {
        return new HashMap<>(Map.of(
                "BALENARC_API_URL", sandbox.sandbox.url().toString(),
                "BALENARC_DELTA_URL", sandbox.sandbox.url().toString(),
                "BALENA_API_KEY", sandbox.sandbox.token()));
    }

    private Process start(Path workingDirectory, Map<String, String> variables, List<String> arguments)
            throws IOException {
        return prepare(workingDirectory, variables, arguments).start();
    }

    private ProcessBuilder prepare(Path workingDirectory, Map<String, String> variables, List<String> arguments) {
        List<String> command = new ArrayList<>(CommandProcess.command());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(workingDirectory.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("BALENA"));
        builder.environment().put("HOME", home.toString());
        builder.environment().putAll(variables);
        return builder;
    }
}
