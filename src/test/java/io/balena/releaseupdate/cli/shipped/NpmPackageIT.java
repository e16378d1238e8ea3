package io.balena.releaseupdate.cli.shipped;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.balena.releaseupdate.BuildInfo;
import io.balena.releaseupdate.cli.golden.RecordedCase;
import io.balena.releaseupdate.cli.harness.Ended;
import io.balena.releaseupdate.cli.harness.Executable;
import io.balena.releaseupdate.cli.harness.Programs;
import io.balena.releaseupdate.cli.harness.Resources;
import io.balena.releaseupdate.cli.harness.TestShell;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The npm packages that the build makes, installed by npm from files, without a network. */
@Tag(Executable.TAG)
@Tag("packages")
class NpmPackageIT {

    private static final Path NPM = Path.of("target/npm").toAbsolutePath();
    private static final String[] DESCRIBE = {"--sandbox", "--from-release", "900813", "--to-release", "900835"};
    private static final long PATIENCE_SECONDS = 90;
    private static final Map<String, String> NPM_VARIABLES = Map.of(
            "PATH", System.getenv("PATH"),
            "HOME", "/nonexistent",
            "npm_config_cache", Path.of("target/npm-cache").toAbsolutePath().toString(),
            "npm_config_offline", "true",
            "npm_config_audit", "false",
            "npm_config_fund", "false",
            "npm_config_update_notifier", "false");

    /** Where both packages are installed. */
    @TempDir
    static Path installed;

    @TempDir
    Path folder;

    private final Map<String, String> variables = new HashMap<>(NPM_VARIABLES);

    @BeforeAll
    static void installBoth() throws Exception {
        assumeTrue(Programs.areInstalled("npm", "node"), "needs npm");
        install(installed, "platform", "main");
    }

    private static void install(Path folder, String... packages) throws Exception {
        TestShell shell = new TestShell(folder, NPM_VARIABLES);
        List<String> command = new ArrayList<>(List.of("npm", "install", "--prefix", folder.toString()));
        for (String name : packages) {
            String file = shell.run("npm", "pack", "--silent", NPM.resolve(name).toString())
                    .succeeded()
                    .stdout()
                    .strip();
            command.add(folder.resolve(file).toString());
        }
        shell.run(command.toArray(String[]::new)).succeeded();
    }

    private Ended run(Path where, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(program(where)));
        command.addAll(List.of(arguments));
        return new TestShell(folder, variables).run(command.toArray(String[]::new));
    }

    private static String program(Path where) {
        return where.resolve("node_modules/.bin/balena-release-update").toString();
    }

    @Test
    void runsTheExecutable() throws Exception {
        assertEquals(new Ended(0, BuildInfo.NUMBER + "\n", ""), run(installed, "--version"));
        assertEquals(new Ended(0, Resources.text("/readme.json"), ""), run(installed, DESCRIBE));
        Ended wrong = run(installed, "--nonsense");
        assertEquals(2, wrong.exitCode());
        assertTrue(wrong.stderr().startsWith("ERROR: Unknown option: --nonsense"), wrong::toString);
    }

    @Test
    void endsAsTheExecutableDoesThatIsTerminated() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                program(installed),
                "--sandbox",
                "--build-time",
                "3600",
                "--wait",
                "--from-release",
                "1900103",
                "--to-release",
                "1900106");
        builder.environment().clear();
        builder.environment().putAll(variables);
        Process process = builder.start();
        try (BufferedReader stderr = process.errorReader()) {
            assertTrue(stderr.readLine() != null, "it says that it has begun");
            // Not by itself, which would close what is still to be read.
            process.toHandle().destroy();
            String document = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
            assertEquals(143, process.exitValue());
            assertEquals(
                    1900106,
                    RecordedCase.parseJson(document)
                            .path("produces__release")
                            .path("id")
                            .asLong());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void saysWhichPackageIsMissing() throws Exception {
        install(folder, "main");
        Ended end = run(folder, "--version");
        assertEquals(1, end.exitCode());
        assertTrue(end.stderr().startsWith("ERROR: The package balena-release-update-linux-"), end::toString);
        assertTrue(end.stderr().contains("--omit=optional"), end::toString);
    }

    @Test
    void saysThatThereIsNoExecutableForAnotherSystem() throws Exception {
        Path another = Files.writeString(
                folder.resolve("another.js"), "Object.defineProperty(process, 'platform', { value: 'darwin' });");
        variables.put("NODE_OPTIONS", "--require " + another);
        Ended end = run(installed, "--version");
        assertEquals(1, end.exitCode());
        assertTrue(end.stderr().startsWith("ERROR: There is no executable for darwin-"), end::toString);
        assertTrue(end.stderr().contains("use the jar"), end::toString);
    }

    @Test
    void isOnePackageForEachPlatformAndASmallOneThatNamesThem() throws Exception {
        JsonNode main = RecordedCase.parseJson(Files.readString(NPM.resolve("main/package.json")));
        JsonNode platform = RecordedCase.parseJson(Files.readString(NPM.resolve("platform/package.json")));
        assertEquals(BuildInfo.NUMBER, main.path("version").asText());
        assertEquals(
                BuildInfo.NUMBER,
                main.path("optionalDependencies")
                        .path(platform.path("name").asText())
                        .asText());
        assertEquals("[\"linux\"]", platform.path("os").toString());
        assertEquals(1, platform.path("cpu").size());
        assertTrue(platform.path("libc").toString().contains("\"glibc\""));
        assertEquals(2, main.path("optionalDependencies").size());
    }
}
