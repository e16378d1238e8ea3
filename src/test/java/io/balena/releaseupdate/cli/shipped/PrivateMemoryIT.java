package io.balena.releaseupdate.cli.shipped;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.cli.harness.CommandProcess;
import io.balena.releaseupdate.cli.harness.Ended;
import io.balena.releaseupdate.cli.harness.Executable;
import io.balena.releaseupdate.cli.harness.Resources;
import io.balena.releaseupdate.cli.harness.TestSandbox;
import io.balena.releaseupdate.sandbox.SandboxOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No signal, option or variable makes the executable write its memory, which holds the token. */
@Tag(Executable.TAG)
class PrivateMemoryIT {

    private static final long PATIENCE_SECONDS = 60;
    private static final List<String> WAIT =
            List.of("--from-release", "1900102", "--to-release", "1900106", "--wait", "--progress", "plain");

    @TempDir
    Path folder;

    /** With core dumps of any size, which go to the working directory here, or to a program on other machines. */
    @ParameterizedTest
    @CsvSource({"USR1, 138", "USR2, 140", "QUIT, 131", "ABRT, 134", "SEGV, 139", "BUS, 135", "XCPU, 152"})
    void aSignalWritesNothing(String signal, int exitCode) throws Exception {
        SandboxOptions options = SandboxOptions.defaults().withBuildTime(Duration.ofHours(1));
        try (TestSandbox sandbox = TestSandbox.start(options)) {
            Process process = startWaiting("ulimit -c unlimited; exec \"$@\"", sandbox);
            BufferedReader stderr = process.errorReader(StandardCharsets.UTF_8);
            awaitRequest(stderr);
            signal(signal, process);
            String rest = String.join("\n", stderr.lines().toList());
            String stdout = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
            assertEquals(exitCode, process.exitValue(), rest);
            assertEquals("", stdout);
            assertFalse(rest.contains("0x"), rest);
            assertFalse(rest.contains("java"), rest);
            assertFolderIsEmpty();
        }
    }

    @Test
    void whatIsToBeIgnoredStaysIgnored() throws Exception {
        SandboxOptions options = SandboxOptions.defaults().withBuildTime(Duration.ofHours(1));
        try (TestSandbox sandbox = TestSandbox.start(options)) {
            Process process = startWaiting("trap '' HUP; exec \"$@\"", sandbox);
            BufferedReader stderr = process.errorReader(StandardCharsets.UTF_8);
            awaitRequest(stderr);
            signal("HUP", process);
            signal("HUP", process);
            signal("TERM", process);
            String rest = String.join("\n", stderr.lines().toList());
            assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
            assertEquals(143, process.exitValue(), rest);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-XX:+DumpHeapAndExit",
                "-XX:+HeapDumpOnOutOfMemoryError",
                "-XX:HeapDumpPath=heap.hprof",
                "-XX:+PrintGC",
                "-XX:Flags=",
                "-XX:StartFlightRecording",
                "-XX:+FlightRecorder",
                "-Xmx8m",
                "-Dquarkus.log.level=TRACE",
                "-Dquarkus.log.file.enabled=true",
                "-agentlib:jdwp",
                "-javaagent:x.jar"
            })
    void anOptionOfAVirtualMachineIsUnknown(String option) throws Exception {
        for (int position = 0; position < 2; position++) {
            List<String> arguments =
                    new ArrayList<>(List.of("--sandbox", "--from-release", "900813", "--to-release", "900835"));
            arguments.add(position == 0 ? 0 : arguments.size(), option);
            Ended end = CommandProcess.run(folder, Map.of(), arguments);
            assertEquals(2, end.exitCode(), end.output());
            assertTrue(end.stderr().startsWith("ERROR: Unknown option"), end.stderr());
            assertFolderIsEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "JAVA_TOOL_OPTIONS",
                "JDK_JAVA_OPTIONS",
                "_JAVA_OPTIONS",
                "JAVA_OPTS",
                "NATIVE_IMAGE_OPTIONS",
                "GRAALVM_OPTIONS",
                "QUARKUS_OPTS"
            })
    void aVariableChangesNothing(String variable) throws Exception {
        String value = "-XX:+DumpHeapAndExit -XX:HeapDumpPath=heap.hprof -Dquarkus.log.level=TRACE -Xmx8m";
        Ended end = CommandProcess.run(
                folder,
                Map.of(variable, value),
                List.of("--sandbox", "--from-release", "900813", "--to-release", "900835"));
        assertEquals(0, end.exitCode(), end.stderr());
        assertEquals(Resources.text("/readme.json"), end.stdout());
        assertEquals("", end.stderr());
        assertFolderIsEmpty();
    }

    private Process startWaiting(String script, TestSandbox sandbox) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("bash", "-c", script, "bash", System.getProperty("command.under.test")));
        command.addAll(List.of(sandbox.arguments(WAIT.toArray(String[]::new))));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("BALENA"));
        return builder.start();
    }

    private static void awaitRequest(BufferedReader stderr) throws IOException {
        String line = "";
        while (!line.startsWith("main: requested")) {
            line = stderr.readLine();
            assertNotNull(line, "it ended before it requested a delta");
        }
    }

    private static void signal(String signal, Process process) throws Exception {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    private void assertFolderIsEmpty() throws IOException {
        try (var files = Files.list(folder)) {
            assertEquals(List.of(), files.toList());
        }
    }
}
