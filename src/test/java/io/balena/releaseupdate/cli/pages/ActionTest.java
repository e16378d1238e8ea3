package io.balena.releaseupdate.cli.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.cli.harness.Ended;
import io.balena.releaseupdate.cli.harness.Programs;
import io.balena.releaseupdate.cli.harness.TestShell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The action's own scripts, with stand-ins of what a runner has and of the command. */
class ActionTest {

    private static final List<String> TOOLS =
            List.of("sed", "grep", "mktemp", "mkdir", "install", "sha256sum", "cp", "cat");

    @TempDir
    Path folder;

    private Path bin;
    private Path release;
    private final Map<String, String> runner = new HashMap<>();
    private final Map<String, String> values = new HashMap<>();

    @BeforeEach
    void makeARunner() throws Exception {
        bin = Files.createDirectory(folder.resolve("bin"));
        for (String tool : TOOLS) {
            TestShell.writeScript(
                    bin.resolve(tool), "exec '" + Programs.find(tool).orElseThrow() + "' \"$@\"");
        }
        TestShell.writeScript(bin.resolve("uname"), "[ \"$1\" = -s ] && echo \"$SYSTEM\" || echo x86_64");
        TestShell.writeScript(bin.resolve("jq"), "cat > /dev/null", "echo 900835");
        TestShell.writeScript(
                bin.resolve("gh"),
                "echo \"$@\" >> '" + folder.resolve("gh.log") + "'",
                "case \"$1 $2\" in",
                "  'release download') [ \"$3 $4 $5\" = 'v1.2.3 --repo acme/tool' ] && cp '" + folder
                        + "/release/'* . ;;",
                "  'attestation verify') exit \"$ATTESTED\" ;;",
                "esac");
        release = Files.createDirectory(folder.resolve("release"));
        TestShell.writeScript(release.resolve("balena-release-update-linux-amd64"), "echo the executable");
        list("balena-release-update-linux-amd64");
        action("1.2.3");
        runner.putAll(Map.of(
                "PATH", bin.toString(),
                "SYSTEM", "Linux",
                "ATTESTED", "0",
                "RUNNER_TEMP", folder.toString(),
                "GITHUB_PATH", folder.resolve("path").toString(),
                "GITHUB_OUTPUT", folder.resolve("output").toString(),
                "GITHUB_STEP_SUMMARY", folder.resolve("summary").toString()));
        values.putAll(Map.of(
                "github.action_path", folder.toString(),
                "github.action_repository", "acme/tool",
                "github.token", "a token of the workflow"));
        values.putAll(Map.of(
                "inputs.balena_token", "secret",
                "inputs.fleet", "acme/kiosk",
                "inputs.release_id", "1.5.0",
                "inputs.environment", "balena-cloud.com",
                "inputs.pin", "false",
                "inputs.timeout", "3600"));
    }

    private void action(String version) throws Exception {
        Files.writeString(
                folder.resolve("pom.xml"),
                Files.readString(Path.of("pom.xml"))
                        .replaceFirst("\\n  <version>.*</version>", "\n  <version>" + version + "</version>"));
    }

    private void list(String file) throws Exception {
        Ended sum = new TestShell(release, Map.of()).run("sha256sum", "balena-release-update-linux-amd64");
        Files.writeString(release.resolve("SHA256SUMS"), sum.stdout().replaceFirst(" \\S+\\n", " " + file + "\n"));
    }

    private Ended run(String step) throws Exception {
        return Workflow.action(Path.of("action.yml")).step(step).run(new TestShell(folder, runner), values);
    }

    private Ended install() throws Exception {
        return run("Install balena-release-update");
    }

    @Test
    void installsTheExecutableOfItsOwnVersion() throws Exception {
        install().succeeded();
        Path installed = Path.of(Files.readString(folder.resolve("path")).strip(), "balena-release-update");
        assertEquals(
                "the executable\n",
                new TestShell(folder, runner).run(installed.toString()).stdout());
        assertEquals(
                List.of(
                        "release download v1.2.3 --repo acme/tool --pattern balena-release-update-linux-amd64"
                                + " --pattern SHA256SUMS",
                        "attestation verify balena-release-update-linux-amd64 --repo acme/tool --source-ref"
                                + " refs/tags/v1.2.3 --signer-workflow acme/tool/.github/workflows/release.yml"),
                Files.readAllLines(folder.resolve("gh.log")));
    }

    @ParameterizedTest
    @CsvSource({
        "changed, balena-release-update-linux-amd64 is not what SHA256SUMS lists.",
        "not listed, SHA256SUMS does not list balena-release-update-linux-amd64.",
        "listed under a longer name, SHA256SUMS does not list balena-release-update-linux-amd64.",
        "no checksums, SHA256SUMS does not list balena-release-update-linux-amd64.",
        "not attested, No attestation says that balena-release-update-linux-amd64 was built by the release workflow of"
                + " acme/tool.",
        "not released, The executable of version 1.2.4 can't be downloaded from acme/tool.",
        "a snapshot, 'This is not a release of the action: use it by a release''s tag, or by that tag''s commit.'",
        "no repository, The runner does not say which repository the action is of.",
        "no gh, 'This runner has no gh, which the action needs.'",
        "no sha256sum, 'This runner has no sha256sum, which the action needs.'",
        "another system, 'There is no executable for Darwin on x86_64, only for Linux on x86_64 and aarch64.'",
    })
    void installsNothingThatIsNotProven(String what, String message) throws Exception {
        Path file = release.resolve("balena-release-update-linux-amd64");
        switch (what) {
            case "changed" -> Files.writeString(file, "evil");
            case "not listed" -> list("another");
            case "listed under a longer name" -> list("x-balena-release-update-linux-amd64");
            case "no checksums" -> Files.writeString(release.resolve("SHA256SUMS"), "");
            case "not attested" -> runner.put("ATTESTED", "1");
            case "not released" -> action("1.2.4");
            case "a snapshot" -> action("1.2.3-SNAPSHOT");
            case "no repository" -> values.put("github.action_repository", "");
            case "no gh" -> Files.delete(bin.resolve("gh"));
            case "no sha256sum" -> Files.delete(bin.resolve("sha256sum"));
            case "another system" -> runner.put("SYSTEM", "Darwin");
            default -> throw new AssertionError(what);
        }
        Ended end = install();
        assertEquals(1, end.exitCode(), end::toString);
        assertTrue(end.stdout().endsWith("::error title=balena-release-update::" + message + "\n"), end::toString);
        assertFalse(Files.exists(folder.resolve("path")), "nothing is on the path");
    }

    /** Of the two runs of the command, the first finds the release out. */
    private Ended prepare(int... exitCodes) throws Exception {
        TestShell.writeScript(
                bin.resolve("balena-release-update"),
                "echo \"$BALENARC_BALENA_URL $BALENA_API_KEY $@\" >> '" + folder.resolve("command.log") + "'",
                "case \" $* \" in *' json '*) echo '{}'; exit " + exitCodes[0] + " ;; esac",
                "echo the result",
                "exit " + exitCodes[exitCodes.length - 1]);
        return run("Build the deltas");
    }

    @ParameterizedTest
    @CsvSource({"false, --wait", "true, --pin"})
    void staysWithTheReleaseThatItFound(String pin, String option) throws Exception {
        values.putAll(Map.of("inputs.pin", pin, "inputs.release_id", "latest", "inputs.environment", "balena.example"));
        prepare(0).succeeded();
        assertEquals(
                List.of(
                        "balena.example secret fleet acme/kiosk --to-release latest --output json",
                        "balena.example secret fleet acme/kiosk --to-release 900835 " + option
                                + " --timeout 3600 --output markdown"),
                Files.readAllLines(folder.resolve("command.log")));
        assertEquals("release_id=900835\nexit_code=0\n", Files.readString(folder.resolve("output")));
        assertEquals("the result\n", Files.readString(folder.resolve("summary")));
    }

    @Test
    void failsAsTheCommandDoesAndSaysHow() throws Exception {
        Ended end = prepare(0, 124);
        assertEquals(124, end.exitCode());
        assertTrue(end.stdout().contains("::warning title=balena-release-update::"), end::toString);
        assertEquals("release_id=900835\nexit_code=124\n", Files.readString(folder.resolve("output")));
        assertEquals("the result\n", Files.readString(folder.resolve("summary")));
    }

    @Test
    void failsWhereThereIsNoSuchRelease() throws Exception {
        assertEquals(5, prepare(5).exitCode());
        assertEquals("exit_code=5\n", Files.readString(folder.resolve("output")));
        assertFalse(Files.exists(folder.resolve("summary")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"balena_token", "fleet", "release_id"})
    void needsItsInputs(String input) throws Exception {
        values.put("inputs." + input, "");
        Ended end = prepare(0);
        assertEquals(1, end.exitCode());
        assertTrue(end.stdout().contains("The input " + input + " is empty."), end::toString);
        assertFalse(Files.exists(folder.resolve("command.log")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yes", "True", "true "})
    void pinsOnlyWhereThatIsSaidClearly(String pin) throws Exception {
        values.put("inputs.pin", pin);
        Ended end = prepare(0);
        assertEquals(1, end.exitCode());
        assertTrue(end.stdout().contains("The input pin is neither true nor false."), end::toString);
        assertFalse(Files.exists(folder.resolve("command.log")));
    }

    @Test
    void hasTheInputsAndOutputsThatTheRecipesList() throws Exception {
        Map<String, Object> action = Workflow.read(Path.of("action.yml")).document();
        String page = Files.readString(Path.of("docs/recipes.md"));
        Stream.of("inputs", "outputs")
                .flatMap(kind -> Workflow.map(action.get(kind)).keySet().stream())
                .forEach(name -> assertTrue(page.contains("`" + name + "`"), name));
    }

    @Test
    void putsNoExpressionIntoItsScripts() throws Exception {
        for (Workflow.Step step : Workflow.action(Path.of("action.yml")).steps()) {
            assertFalse(step.script().contains("${{"), step::script);
        }
    }
}
