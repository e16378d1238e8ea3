package io.balena.releaseupdate.cli.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.balena.releaseupdate.BuildInfo;
import io.balena.releaseupdate.cli.golden.RecordedCase;
import io.balena.releaseupdate.cli.harness.Ended;
import io.balena.releaseupdate.cli.harness.Executable;
import io.balena.releaseupdate.cli.harness.FastClock;
import io.balena.releaseupdate.cli.harness.TestSandbox;
import io.balena.releaseupdate.cli.harness.TestShell;
import io.balena.releaseupdate.sandbox.SandboxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The recipes, taken from their page and run against a sandbox, by as much of the systems they are for as they need. */
@Tag(Executable.TAG)
// One after the other: a script can't be run while another process, just started, has it open for writing.
@Execution(ExecutionMode.SAME_THREAD)
class RecipesIT {

    private static final String PAGE = "docs/recipes.md";
    private static final long SHOP = 1700002;
    private static final OptionalLong BEFORE = OptionalLong.of(1900104);
    private static final OptionalLong AFTER = OptionalLong.of(1900106);

    @TempDir
    Path folder;

    private TestSandbox sandbox;
    private Path bin;
    private Map<String, String> machine;

    @BeforeEach
    void startSandboxAndInstallTheCommand() throws IOException {
        start();
        bin = Files.createDirectory(folder.resolve("bin"));
        Path program = Path.of(System.getProperty("command.under.test"));
        String command = program.toString().endsWith(".jar")
                ? "'" + Path.of(System.getProperty("java.home"), "bin", "java") + "' -jar '" + program + "'"
                : "'" + program + "'";
        TestShell.writeScript(bin.resolve("balena-release-update"), "exec " + command + " \"$@\"");
    }

    private void start(String... faults) {
        start(SandboxOptions.defaults().withBuildTime(Duration.ofMillis(200)).withFaults(faults));
    }

    /** For roll-outs: ten minutes take a second. */
    private void startHurried(String... faults) {
        sandbox.close();
        start(SandboxOptions.defaults().withClock(new FastClock(600)).withFaults(faults));
    }

    private void start(SandboxOptions options) {
        sandbox = TestSandbox.start(options);
        machine = new HashMap<>(Map.of(
                "PATH", folder.resolve("bin") + ":/usr/local/bin:/usr/bin:/bin",
                "HOME", folder.toString(),
                "BALENARC_API_URL", sandbox.sandbox.url().toString(),
                "BALENARC_DELTA_URL", sandbox.sandbox.url().toString()));
    }

    private void startAnew(String... faults) {
        sandbox.close();
        start(faults);
    }

    @AfterEach
    void closeSandbox() {
        sandbox.close();
    }

    @Test
    void gitHubPreparesAndThenPins() throws Exception {
        Runner prepare = new Runner("prepare");
        prepare.runAll();
        assertTrue(prepare.summary().startsWith("## Fleet update of `sandbox/shop`"), prepare.summary());
        assertTrue(prepare.summary().contains("To release 2.0.0 (`f5ee689`): **ready**"), prepare.summary());
        assertEquals(BEFORE, pinned());

        Runner pin = new Runner("pin");
        pin.runAll();
        assertTrue(pin.summary().contains("- **Pin:** pinned"), pin.summary());
        assertEquals(AFTER, pinned());
    }

    @Test
    void gitHubPinsByHand() throws Exception {
        Runner pin =
                new Runner(Workflow.parse(recipe(".github/workflows/pin.yml")).job("pin"), downloads());
        pin.runAll();
        assertTrue(pin.summary().contains("- **Pin:** pinned"), pin.summary());
        assertEquals(AFTER, pinned());
    }

    @Test
    void gitHubFailsWhereADeltaDoesAndStillShowsTheSummary() throws Exception {
        startAnew("build/main=fail");
        Runner prepare = new Runner("prepare");
        prepare.run("Install balena-release-update").succeeded();
        assertEquals(6, prepare.run("Build the deltas").exitCode());
        assertTrue(prepare.summary().contains("**failed**"), prepare.summary());
    }

    @Test
    void gitHubWarnsWhereTheTimeIsUp() throws Exception {
        Runner prepare = new Runner("prepare", "--timeout 3600", "--timeout 0", downloads());
        prepare.run("Install balena-release-update").succeeded();
        Ended end = prepare.run("Build the deltas");
        assertEquals(124, end.exitCode());
        assertTrue(end.stdout().startsWith("::warning::"), end.stdout());
        assertTrue(prepare.summary().contains("**pending**"), prepare.summary());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GitHub", "GitLab"})
    void aDownloadThatIsNotWhatItShouldBeIsNotRun(String system) throws Exception {
        Path downloads = downloads();
        Files.writeString(downloads.resolve("balena-release-update-linux-amd64"), "#!/bin/sh\necho evil\n");
        Ended end = system.equals("GitHub")
                ? new Runner("prepare", downloads).run("Install balena-release-update")
                : gitLab("prepare", downloads);
        assertEquals(1, end.exitCode());
        assertEquals("balena-release-update-linux-amd64: FAILED\n", end.stdout());
        assertEquals(List.of(), sandbox.requests());
    }

    /** A runner with a job of the recipe: what its variables are, and what steps leave to those after them. */
    private final class Runner {
        private final Workflow.Job job;
        private final Path temporary;
        private final Path summary;
        private final Path path;
        private final Path downloads;
        private final Map<String, String> inputs = new HashMap<>(Map.of("inputs.release", "2.0.0"));

        Runner(String job) throws Exception {
            this(job, "", "", downloads());
        }

        Runner(String job, Path downloads) throws IOException {
            this(job, "", "", downloads);
        }

        /** With another text in the place of one of the recipe's. */
        Runner(String job, String text, String replacement, Path downloads) throws IOException {
            this(rollOut(text, replacement).job(job), downloads);
        }

        private static Workflow rollOut(String text, String replacement) throws IOException {
            String recipe = recipe(".github/workflows/roll-out.yml");
            assertTrue(recipe.contains(text));
            return Workflow.parse(recipe.replace(text, replacement));
        }

        Runner(Workflow.Job job, Path downloads) throws IOException {
            this.job = job;
            this.downloads = downloads;
            temporary = Files.createTempDirectory(folder, "runner");
            summary = Files.createFile(temporary.resolve("summary"));
            path = Files.createFile(temporary.resolve("path"));
        }

        void runAll() throws Exception {
            for (Workflow.Step step : job.steps()) {
                run(step).succeeded();
            }
        }

        Ended run(String step) throws Exception {
            return run(job.step(step));
        }

        private Ended run(Workflow.Step step) throws Exception {
            Map<String, String> variables = new HashMap<>(machine);
            List<String> places = new ArrayList<>(Files.readAllLines(path));
            places.add("/usr/bin:/bin");
            variables.put("PATH", String.join(":", places));
            variables.put("GITHUB_PATH", path.toString());
            variables.put("GITHUB_STEP_SUMMARY", summary.toString());
            variables.put("RUNNER_TEMP", temporary.toString());
            Workflow.Step ours = step.with(Map.of("DOWNLOADS", downloads.toUri().toString(), "FLEET", "sandbox/shop"));
            inputs.put("secrets.BALENA_API_KEY", sandbox.sandbox.token());
            return ours.run(new TestShell(temporary, variables), inputs);
        }

        String summary() throws IOException {
            return Files.readString(summary);
        }
    }

    @Test
    void gitHubRollsOutAStageInEachJob() throws Exception {
        startHurried();
        Workflow stages = Workflow.parse(recipe(".github/workflows/roll-out-in-stages.yml"));
        String stage = recipe(".github/workflows/roll-out-stage.yml");
        assertTrue(stage.contains(" --timeout 5h "));
        Workflow.Job job = Workflow.parse(stage.replace(" --timeout 5h ", " --timeout 80 --poll-interval 1 --soak 0 "))
                .job("stage");
        Path downloads = downloads();
        String before = null;
        List<OptionalLong> pinned = new ArrayList<>();
        for (Map.Entry<String, Object> call :
                Workflow.map(stages.document().get("jobs")).entrySet()) {
            Map<String, Object> caller = Workflow.map(call.getValue());
            Map<String, Object> inputs = Workflow.map(caller.get("with"));
            assertEquals("./.github/workflows/roll-out-stage.yml", caller.get("uses"));
            assertEquals(before, caller.get("needs"));
            before = call.getKey();
            Runner runner = new Runner(job, downloads);
            runner.inputs.put("inputs.stage", inputs.get("stage").toString());
            runner.runAll();
            pinned.add(pinned());
            String outcome = inputs.get("stage").equals("fleet") ? "**done**" : "**stage passed**";
            assertTrue(runner.summary().contains(outcome), runner.summary());
        }
        assertEquals(List.of(BEFORE, BEFORE, BEFORE, AFTER), pinned);
    }

    @Test
    void gitLabPreparesAndThenPins() throws Exception {
        gitLab("prepare", downloads()).succeeded();
        JsonNode document = RecordedCase.parseJson(Files.readString(folder.resolve("prepare/deltas.json")));
        assertEquals("ready", document.path("overall_status").asText());
        assertEquals(BEFORE, pinned());

        gitLab("pin", downloads()).succeeded();
        assertEquals(AFTER, pinned());
    }

    private Ended gitLab(String jobName, Path downloads) throws Exception {
        Map<String, Object> pipeline = Workflow.yaml(recipe(".gitlab-ci.yml"));
        Map<String, Object> job = Workflow.map(pipeline.get(jobName));
        assertTrue(((List<?>) pipeline.get("stages")).contains(job.get("stage")));
        List<Object> lines =
                new ArrayList<>((List<?>) Workflow.map(pipeline.get("default")).get("before_script"));
        lines.addAll((List<?>) job.get("script"));

        Map<String, String> variables = new HashMap<>(machine);
        variables.put("PATH", "/usr/bin:/bin");
        Workflow.map(pipeline.get("variables")).forEach((name, value) -> variables.put(name, value.toString()));
        assertEquals("$CI_COMMIT_TAG", variables.put("RELEASE", "2.0.0"));
        variables.put("DOWNLOADS", downloads.toUri().toString());
        variables.put("FLEET", "sandbox/shop");
        variables.put("BALENA_API_KEY", sandbox.sandbox.token());
        Path checkout = Files.createDirectory(folder.resolve(jobName));
        return new TestShell(checkout, variables)
                .run("bash", "-e", "-o", "pipefail", "-c", String.join("\n", lines.toArray(String[]::new)));
    }

    @Test
    void cronPrintsNothingUnlessSomethingIsWrong() throws Exception {
        Cron cron = new Cron();
        assertEquals(new Ended(0, "", ""), cron.run());
        assertTrue(sandbox.requests("/api/v3/delta") > 0);

        startAnew("build/main=fail");
        Ended end = new Cron().run();
        assertEquals(6, end.exitCode());
        assertEquals("", end.stdout());
        assertTrue(end.stderr().startsWith("ERROR: "), end.stderr());
    }

    @Test
    void cronTakesALongBuildForNoFailure() throws Exception {
        Cron cron = new Cron("--timeout 840", "--timeout 0");
        assertEquals(new Ended(0, "", ""), cron.run());
    }

    @Test
    void cronRunsItOnceAtATime() throws Exception {
        Cron cron = new Cron();
        Process holder = new ProcessBuilder("flock", cron.lock.toString(), "sh", "-c", "echo locked; cat").start();
        assertEquals("locked", holder.inputReader().readLine());
        assertEquals(new Ended(1, "", ""), cron.run());
        assertEquals(List.of(), sandbox.requests());

        holder.getOutputStream().close();
        assertEquals(0, holder.waitFor());
        cron.run().succeeded();
    }

    @Test
    void cronRollsOutAndPrintsNothingUnlessSomebodyMustLook() throws Exception {
        startHurried();
        Cron rollout = new Cron("balena-rollout", "--soak 1d", "--soak 0 --poll-interval 1 --stages 2");
        assertEquals(new Ended(0, "", ""), rollout.run());
        assertEquals(AFTER, pinned());
        assertEquals(new Ended(0, "", ""), rollout.run());

        startHurried("device=reject");
        Ended end = new Cron("balena-rollout", "--soak 1d", "--soak 0 --poll-interval 1 --stages 2").run();
        assertEquals(10, end.exitCode());
        assertEquals("", end.stdout());
        assertTrue(end.stderr().startsWith("ERROR: Halted in stage 2: "), end.stderr());
        assertEquals(BEFORE, pinned());
    }

    @Test
    void cronTakesARollOutThatGoesOnForNoFailure() throws Exception {
        startHurried();
        assertEquals(new Ended(0, "", ""), new Cron("balena-rollout", "--timeout 840", "--timeout 2").run());
        assertEquals(BEFORE, pinned());
    }

    /** Variables, and then the one line with times, a user and a command. */
    private final class Cron {
        private static final Pattern LINE = Pattern.compile("(?m)^(?:[-\\d*/,]+ +){5}([a-z-]+) +(?<command>.*)$");

        private final Map<String, String> variables = new HashMap<>(machine);
        private final Path lock = folder.resolve("lock");
        private final String command;

        Cron() throws IOException {
            this("", "");
        }

        /** With another text in the place of one of the recipe's. */
        Cron(String text, String replacement) throws IOException {
            this("balena-deltas", text, replacement);
        }

        Cron(String name, String text, String replacement) throws IOException {
            String recipe = recipe("/etc/cron.d/" + name);
            assertTrue(recipe.contains(text));
            String table = recipe.replace(text, replacement);
            Matcher line = LINE.matcher(table);
            assertTrue(line.find());
            command = line.group("command");
            // To cron, the end of the line.
            assertTrue(!command.contains("%"));
            for (String variable : table.substring(0, line.start()).strip().split("\n")) {
                String[] parts = variable.split("=", 2);
                variables.putIfAbsent(parts[0], parts[1]);
            }
            variables.put("FLEET", "sandbox/shop");
            variables.computeIfPresent("RELEASE", (variable, release) -> "2.0.0");
            variables.put("KEY", key().toString());
            variables.put("LOCK", lock.toString());
        }

        Ended run() throws Exception {
            return new TestShell(folder, variables).run("sh", "-c", command);
        }
    }

    @Test
    void systemdRunsTheService() throws Exception {
        Ended end = systemd("balena-deltas.service", "", "").succeeded();
        assertTrue(end.stdout().contains("Overall status: ready"), end.stdout());
        assertEquals(BEFORE, pinned());
    }

    @Test
    void systemdRollsOut() throws Exception {
        startHurried();
        Ended end = systemd("balena-rollout.service", "--soak 1d", "--soak 0 --poll-interval 1 --stages 2")
                .succeeded();
        assertTrue(end.stdout().contains("\nOutcome: done\n"), end.stdout());
        assertEquals(AFTER, pinned());
    }

    /** What the service runs, with another text in the place of one of the recipe's. */
    private Ended systemd(String name, String text, String replacement) throws Exception {
        Map<String, List<String>> service = unit(recipe("/etc/systemd/system/" + name));
        assertEquals(List.of("124 143"), service.get("SuccessExitStatus"));
        Map<String, String> variables = new HashMap<>(machine);
        for (String variable : service.get("Environment").get(0).split(" ")) {
            String[] parts = variable.split("=", 2);
            variables.put(parts[0], parts[1]);
        }
        variables.put("FLEET", "sandbox/shop");
        variables.computeIfPresent("RELEASE", (variable, release) -> release.equals("latest") ? release : "2.0.0");
        String[] credential = service.get("LoadCredential").get(0).split(":");
        Files.copy(key(), folder.resolve(credential[0]));
        variables.put("CREDENTIALS_DIRECTORY", folder.toString());
        String command = service.get("ExecStart").get(0).replace("/usr/local/bin/", "");
        assertTrue(command.contains(text));
        return new TestShell(folder, variables).run("sh", "-c", command.replace(text, replacement));
    }

    @Test
    void systemdUnderstandsItsUnits() throws Exception {
        Path analyze = Path.of("/usr/bin/systemd-analyze");
        assumeTrue(Files.isExecutable(analyze), "needs systemd");
        for (String name : List.of(
                "balena-deltas.service", "balena-deltas.timer", "balena-rollout.service", "balena-rollout.timer")) {
            String unit = recipe("/etc/systemd/system/" + name).replace("/usr/local/bin", bin.toString());
            Files.writeString(folder.resolve(name), unit);
        }
        TestShell shell = new TestShell(folder, machine);
        assertEquals(
                new Ended(0, "", ""),
                shell.run(
                        analyze.toString(),
                        "verify",
                        "./balena-deltas.service",
                        "./balena-deltas.timer",
                        "./balena-rollout.service",
                        "./balena-rollout.timer"));
        for (String service : List.of("./balena-deltas.service", "./balena-rollout.service")) {
            // In tenths: 10 is what systemd calls well confined, 100 what is not confined at all.
            shell.run(analyze.toString(), "security", "--offline=true", "--threshold=20", service)
                    .succeeded();
        }
    }

    private static Map<String, List<String>> unit(String text) {
        Map<String, List<String>> settings = new HashMap<>();
        for (String line : text.split("\n")) {
            if (!line.startsWith("#") && line.contains("=")) {
                String[] parts = line.split("=", 2);
                settings.computeIfAbsent(parts[0], name -> new ArrayList<>()).add(parts[1]);
            }
        }
        return settings;
    }

    /** In the place of a container: the command with the arguments behind the image, and those variables that are named. */
    @Test
    void aContainerGetsTheToken() throws Exception {
        TestShell.writeScript(
                bin.resolve("docker"),
                "[ \"$1\" = run ]",
                "while [ \"$1\" != \"$IMAGE\" ]; do",
                "  [ \"$1\" = --env ] && passed=\"$2=$(printenv \"$2\")\"",
                "  shift",
                "done",
                "shift",
                "exec env -i HOME=/ BALENARC_API_URL=\"$BALENARC_API_URL\" BALENARC_DELTA_URL=\"$BALENARC_DELTA_URL\""
                        + " \"$passed\" '" + bin.resolve("balena-release-update") + "' \"$@\"");
        Map<String, String> variables = new HashMap<>(machine);
        variables.putAll(Map.of("IMAGE", "image", "FLEET", "sandbox/shop", "RELEASE", "2.0.0"));
        variables.put("BALENA_API_KEY", sandbox.sandbox.token());
        String script = only(PAGE, "(?m)^```sh\\n(docker run (?:.*\\n)*?.* --env BALENA_API_KEY (?:.*\\n)*?)```");
        Ended end = new TestShell(folder, variables).run("sh", "-c", script).succeeded();
        assertEquals(
                "ready",
                RecordedCase.parseJson(end.stdout()).path("overall_status").asText());
    }

    @Test
    void theReadmesStepForGitHubDoesTheSame() throws Exception {
        String steps = only("README.md", "(?ms)^```yaml\\n(- name: Build the deltas and pin.*?)^```");
        Workflow workflow = Workflow.parse("jobs:\n  job:\n    steps:\n" + steps.indent(6));
        Path summary = folder.resolve("summary");
        machine.putAll(Map.of("GITHUB_STEP_SUMMARY", summary.toString(), "FLEET", "sandbox/shop", "RELEASE", "2.0.0"));
        for (Workflow.Step step : workflow.job("job").steps()) {
            step.run(new TestShell(folder, machine), Map.of("secrets.BALENA_API_KEY", sandbox.sandbox.token()))
                    .succeeded();
        }
        assertEquals(AFTER, pinned());
    }

    private OptionalLong pinned() {
        return sandbox.sandbox.world().pinnedRelease(SHOP);
    }

    private Path key() throws IOException {
        Path key = Files.writeString(folder.resolve("api-key"), sandbox.sandbox.token() + "\n");
        return Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    }

    /** What the release workflow would publish, as it names it. */
    private Path downloads() throws Exception {
        Path release = Files.createTempDirectory(folder, "release");
        Files.createDirectory(release.resolve("target"));
        Files.copy(bin.resolve("balena-release-update"), release.resolve("target/balena-release-update"));
        Workflow workflow = Workflow.read(Path.of(".github/workflows/release.yml"));
        TestShell shell = new TestShell(release, machine);
        workflow.job("executable")
                .step("Collect the executable")
                .run(
                        shell,
                        Map.of(
                                "matrix.architecture", "amd64",
                                "matrix.linking", "static",
                                "needs.jar.outputs.version", BuildInfo.NUMBER))
                .succeeded();
        workflow.job("release").step("Make the checksums").run(shell, Map.of()).succeeded();
        return release.resolve("dist");
    }

    /** The recipe that the page shows as this file. */
    private static String recipe(String file) throws IOException {
        return only(PAGE, "(?ms)^`" + Pattern.quote(file) + "`:\\n\\n```\\w+\\n(.*?)^```");
    }

    /** What the expression's first group matches in that file, exactly once. */
    private static String only(String file, String expression) throws IOException {
        List<String> found = Pattern.compile(expression)
                .matcher(Files.readString(Path.of(file)))
                .results()
                .map(match -> match.group(1))
                .toList();
        assertEquals(1, found.size(), () -> file + " has " + found.size() + " times " + expression);
        return found.get(0);
    }
}
