package io.balena.releaseupdate.cli.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.cli.harness.Ended;
import io.balena.releaseupdate.cli.harness.TestShell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The workflows that build and publish this project, as far as they can be tried without publishing it. */
class WorkflowsTest {

    private static final Path FOLDER = Path.of(".github/workflows");

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> areMadeOfPinnedActionsAndOfScriptsThatParse() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.toList().stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
        }
    }

    private void check(Path file) throws Exception {
        Workflow workflow = Workflow.read(file);
        assertEquals(
                Map.of("contents", "read"), workflow.document().get("permissions"), "what no job asks for, none has");
        Set<String> names = Workflow.map(workflow.document().get("jobs")).keySet();
        for (Workflow.Job job : workflow.jobs()) {
            assertTrue(job.document().containsKey("runs-on"), job.name());
            assertTrue(job.document().containsKey("timeout-minutes"), job.name());
            assertTrue(names.containsAll(needed(job)), job.name());
            assertFalse(job.steps().isEmpty(), job.name());
            for (Workflow.Step step : job.steps()) {
                check(step);
            }
        }
    }

    private static List<?> needed(Workflow.Job job) {
        Object needs = job.document().getOrDefault("needs", List.of());
        return needs instanceof List<?> all ? all : List.of(needs);
    }

    private void check(Workflow.Step step) throws Exception {
        String action = (String) step.document().get("uses");
        assertTrue((action == null) != (step.script() == null), step::toString);
        if (action == null) {
            // Its text would become part of the script, whatever it is.
            assertFalse(step.script().contains("${{"), step::script);
            Path script = Files.writeString(folder.resolve("script"), step.script());
            Ended end = shell(Map.of()).run("bash", "-n", script.toString());
            assertEquals(new Ended(0, "", ""), end, step::script);
        } else {
            assertTrue(action.matches("[\\w-]+/[\\w-]+@[0-9a-f]{40}"), action);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "v1.2.3, 1.2.3, 0, version=1.2.3",
        "v1.2.4, 1.2.3, 1, 'The tag is v1.2.4, the version in pom.xml 1.2.3.'",
        "1.2.3, 1.2.3, 1, 'The tag is 1.2.3, the version in pom.xml 1.2.3.'",
        "v1.2.3-SNAPSHOT, 1.2.3-SNAPSHOT, 1, '1.2.3-SNAPSHOT is a snapshot and can''t be released.'",
    })
    void onlyTheTagOfTheProjectsVersionIsReleased(String tag, String version, int exitCode, String said)
            throws Exception {
        String pom = Files.readString(Path.of("pom.xml"))
                .replaceFirst("\\n  <version>.*</version>", "\n  <version>" + version + "</version>");
        Files.writeString(folder.resolve("pom.xml"), pom);
        Path output = folder.resolve("output");
        TestShell runner = shell(Map.of("GITHUB_REF_NAME", tag, "GITHUB_OUTPUT", output.toString()));
        Ended end = release("jar", "Check the version").run(runner, Map.of());
        assertEquals(exitCode, end.exitCode(), end::toString);
        String all = end.stdout() + (Files.exists(output) ? Files.readString(output) : "");
        assertTrue(all.contains(said), all);
    }

    @ParameterizedTest
    @CsvSource({"1.2.3, 0, '\n- New.\n\n'", "1.2.2, 0, '\n- Old.\n'", "1.2, 1, ''", "1.0.0, 1, '\n'"})
    void theNotesAreTheChangelogsOnThatVersion(String version, int exitCode, String notes) throws Exception {
        Files.writeString(
                folder.resolve("CHANGELOG.md"),
                "# Changelog\n\n## Unreleased\n\n- Not yet.\n\n## 1.2.3 (2030-01-01)\n\n- New.\n\n## 1.0.0\n\n"
                        + "## 1.2.2\n\n- Old.\n");
        Ended end = release("jar", "Take the notes from the changelog")
                .run(shell(Map.of()), Map.of("steps.version.outputs.version", version));
        assertEquals(exitCode, end.exitCode(), end::toString);
        assertEquals(notes, Files.readString(folder.resolve("notes.md")));
    }

    @Test
    void theChecksumsAreThoseOfEachFile() throws Exception {
        Path dist = Files.createDirectory(folder.resolve("dist"));
        List<String> names = List.of("LICENSE", "balena-release-update-linux-amd64");
        for (String name : names) {
            Files.writeString(dist.resolve(name), name);
        }
        release("release", "Make the checksums").run(shell(Map.of()), Map.of()).succeeded();
        Ended end = new TestShell(dist, variables()).run("sha256sum", "--check", "SHA256SUMS");
        assertEquals(String.join(": OK\n", names) + ": OK\n", end.stdout());
    }

    @Test
    void theImagesNameIsInLowerCase() throws Exception {
        Path output = folder.resolve("output");
        TestShell runner = shell(Map.of("GITHUB_REPOSITORY", "Acme/Tool", "GITHUB_OUTPUT", output.toString()));
        release("image", "Name the image").run(runner, Map.of()).succeeded();
        assertEquals("name=ghcr.io/acme/tool\n", Files.readString(output));
    }

    @ParameterizedTest
    @CsvSource({
        "none, 'linux-x64-1.2.3.tgz linux-arm64-1.2.3.tgz 1.2.3.tgz'",
        "linux-x64, 'linux-arm64-1.2.3.tgz 1.2.3.tgz'",
    })
    void publishesThePackagesOfPlatformsFirstAndNoneTwice(String isThere, String published) throws Exception {
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Path log = Files.createFile(folder.resolve("log"));
        TestShell.writeScript(
                bin.resolve("npm"),
                "case $1 in",
                "  view) case $2 in *" + isThere + "@1.2.3) echo 1.2.3 ;; *) exit 1 ;; esac ;;",
                "  publish) echo \"$5\" >> '" + log + "' ;;",
                "esac");
        Files.createDirectory(folder.resolve("npm"));
        TestShell runner = shell(Map.of("PATH", bin + ":" + System.getenv("PATH")));
        release("npm", "Publish the npm packages")
                .run(runner, Map.of("secrets.NPM_TOKEN", "secret", "needs.jar.outputs.version", "1.2.3"))
                .succeeded();
        assertEquals(
                Stream.of(published.split(" "))
                        .map(file -> "./balena-release-update-" + file)
                        .toList(),
                Files.readAllLines(log));
        assertFalse(Files.readString(folder.resolve("npm/.npmrc")).contains("secret"), "the token is in no file");
    }

    private static Workflow.Step release(String job, String step) throws IOException {
        return Workflow.read(FOLDER.resolve("release.yml")).job(job).step(step);
    }

    private TestShell shell(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(variables());
        all.putAll(more);
        return new TestShell(folder, all);
    }

    private static Map<String, String> variables() {
        return Map.of("PATH", System.getenv("PATH"), "LC_ALL", "C");
    }
}
