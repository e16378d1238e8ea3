package io.balena.releaseupdate.cli.shipped;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.balena.releaseupdate.cli.harness.Ended;
import io.balena.releaseupdate.cli.harness.Executable;
import io.balena.releaseupdate.cli.harness.Resources;
import io.balena.releaseupdate.cli.harness.TestSandbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is shipped, in unusual environments: without what most programs take for granted. */
// One after the other: a file can't be run while another process, just started, has it open for writing.
@Execution(ExecutionMode.SAME_THREAD)
class EnvironmentIT {

    private static final String DESCRIBE = " --sandbox --from-release 900813 --to-release 900835";
    private static final long PATIENCE_SECONDS = 90;

    @TempDir
    Path folder;

    /** The document is the same everywhere. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "COMMAND <&-",
                "COMMAND 2>&-",
                "env -i COMMAND",
                "HOME=/nonexistent COMMAND",
                "LC_ALL=C COMMAND",
            })
    void theDocumentIsTheSame(String script) throws Exception {
        Ended end = run(script.replace("COMMAND", command() + DESCRIBE), Map.of());
        assertEquals(new Ended(0, Resources.text("/readme.json"), ""), end);
    }

    @ParameterizedTest
    @Tag(Executable.TAG)
    @ValueSource(
            strings = {
                "COMMAND <&- 2>&-",
                "ulimit -n 256; COMMAND",
                "umask 777; COMMAND",
                "unset HOME; COMMAND",
                "HOME=relative COMMAND",
                "LANG=tr_TR.UTF-8 LC_ALL=tr_TR.UTF-8 COMMAND",
                "LC_ALL=nonsense COMMAND",
                "TZ=Pacific/Kiritimati COMMAND",
                "TZ=nonsense COMMAND",
                "TERM=dumb COMMAND",
                "TMPDIR=/nonexistent COMMAND",
                "cd / && COMMAND",
            })
    void theDocumentIsTheSameInOdderPlaces(String script) throws Exception {
        Ended end = run(script.replace("COMMAND", command() + DESCRIBE), Map.of());
        assertEquals(new Ended(0, Resources.text("/readme.json"), ""), end);
    }

    /** Whoever reads only the beginning gets it; what is lost behind it is told by the exit code, as of other tools. */
    @Test
    void stdoutMayBeClosedEarly() throws Exception {
        Ended end = run(command() + DESCRIBE + " | head -n 1", Map.of());
        assertEquals(new Ended(0, "{\n", ""), new Ended(end.exitCode(), end.stdout(), ""));
    }

    @ParameterizedTest
    @CsvSource({"COMMAND >&-, 1", "COMMAND > /dev/full, 1"})
    void aDocumentThatIsLostIsAnError(String script, int exitCode) throws Exception {
        Ended end = run(script.replace("COMMAND", command() + DESCRIBE), Map.of());
        assertEquals(exitCode, end.exitCode(), end.stderr());
        assertTrue(end.stderr().startsWith("ERROR: The result could not be written"), end.stderr());
    }

    /** A session that can't be saved is used all the same. */
    @Test
    void theHomeFolderMayBeReadOnly() throws Exception {
        try (TestSandbox sandbox = TestSandbox.start()) {
            Instant now = Instant.now();
            Path data = Files.createDirectory(folder.resolve("data"));
            Files.writeString(
                    data.resolve("token"),
                    sandbox.sandbox.sessionToken(now.minus(Duration.ofHours(30)), now.plus(Duration.ofHours(9))));
            Files.setPosixFilePermissions(data.resolve("token"), PosixFilePermissions.fromString("r--------"));
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("r-x------"));
            Map<String, String> variables = Map.of(
                    "BALENARC_API_URL", sandbox.sandbox.url().toString(),
                    "BALENARC_DELTA_URL", sandbox.sandbox.url().toString(),
                    "BALENARC_DATA_DIRECTORY", data.toString());
            Ended end = run(command() + " --from-release 900813 --to-release 900835", variables);
            assertEquals(0, end.exitCode(), end.stderr());
            assertEquals(Resources.text("/readme.json"), end.stdout());
            assertEquals(Set.of("token"), names(data));
        }
    }

    /** Nothing beside the file: no library, no /tmp, no /etc, no /proc. Only for an executable that is static, and root. */
    @Test
    void theFolderMayHoldNothingElse() throws Exception {
        Path program = Path.of(System.getProperty("command.under.test"));
        assumeTrue(isStatic(program) && isRoot(), "needs a static executable, and root to confine it");
        Path root = Files.createDirectory(folder.resolve("root"));
        Files.copy(program, root.resolve("program"));
        Ended end = run("chroot --userspec=65534:65534 " + root + " /program" + DESCRIBE, Map.of());
        assertEquals(new Ended(0, Resources.text("/readme.json"), ""), end);
        Ended waited = run(
                "chroot --userspec=65534:65534 " + root
                        + " /program --sandbox --build-time 0.2 --wait --from-release 1900102 --to-release 1900106 -q",
                Map.of());
        assertEquals(0, waited.exitCode(), waited.stderr());
        assertEquals(Set.of("program"), names(root));
    }

    /** What is around a build can hold secrets, and the executable goes to everybody. */
    @Test
    @Tag(Executable.TAG)
    void nothingAroundTheBuildIsInTheExecutable() throws Exception {
        String content =
                Files.readString(Path.of(System.getProperty("command.under.test")), StandardCharsets.ISO_8859_1);
        for (String variable : List.of("MAVEN_CMD_LINE_ARGS", "PATH")) {
            String value = System.getenv(variable);
            assumeTrue(value != null && !value.isBlank(), variable + " is not set");
            assertFalse(content.contains(value), variable);
        }
    }

    static boolean isStatic(Path program) throws IOException, InterruptedException {
        if (program.toString().endsWith(".jar")) {
            return false;
        }
        Process ldd = new ProcessBuilder("ldd", program.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(ldd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        ldd.waitFor();
        return said.contains("not a dynamic executable") || said.contains("statically linked");
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static Set<String> names(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return Set.copyOf(files.map(file -> file.getFileName().toString()).toList());
        }
    }

    private static String command() {
        Path program = Path.of(System.getProperty("command.under.test"));
        return program.toString().endsWith(".jar")
                ? Path.of(System.getProperty("java.home"), "bin", "java") + " -jar " + program
                : program.toString();
    }

    private Ended run(String script, Map<String, String> variables) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", script).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("BALENA"));
        builder.environment().putAll(variables);
        Path stdout = Files.createTempFile("stdout", null);
        Path stderr = Files.createTempFile("stderr", null);
        Process process = builder.redirectOutput(stdout.toFile())
                .redirectError(stderr.toFile())
                .start();
        assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
        Ended end = new Ended(process.exitValue(), Files.readString(stdout), Files.readString(stderr));
        Files.delete(stdout);
        Files.delete(stderr);
        return end;
    }
}
