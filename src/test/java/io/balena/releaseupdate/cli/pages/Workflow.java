package io.balena.releaseupdate.cli.pages;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.balena.releaseupdate.cli.harness.Ended;
import io.balena.releaseupdate.cli.harness.TestShell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A workflow of GitHub's, or a composite action, and as much of a runner as its scripts need. */
record Workflow(Map<String, Object> document) {

    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{\\{ *(.*?) *}}");

    record Job(String name, Map<String, Object> document, List<Step> steps) {
        Step step(String stepName) {
            return steps.stream()
                    .filter(step -> stepName.equals(step.document().get("name")))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no step is named " + stepName));
        }
    }

    record Step(Map<String, Object> document, Map<String, String> variables) {
        String script() {
            return (String) document.get("run");
        }

        /** The same with other values of these variables. */
        Step with(Map<String, String> others) {
            Map<String, String> all = new HashMap<>(variables);
            all.putAll(others);
            return new Step(document, all);
        }

        /**
         * Runs it as a runner does.
         *
         * @param runner what a runner has: its folder, and its variables
         * @param values what expressions come to, by the expression
         */
        Ended run(TestShell runner, Map<String, String> values) throws IOException, InterruptedException {
            Map<String, String> all = new HashMap<>(runner.variables());
            variables.forEach((name, value) -> all.put(name, evaluate(value, values)));
            Path folder = runner.folder().resolve((String) document.getOrDefault("working-directory", "."));
            Path script = Files.writeString(Files.createTempFile("step", ".sh"), script());
            try {
                // Without a shell of its own, a step has one that does not notice what fails within a pipe.
                String pipes = document.containsKey("shell") ? "-o" : "+o";
                return new TestShell(folder, all).run("bash", "-e", pipes, "pipefail", script.toString());
            } finally {
                Files.delete(script);
            }
        }

        private static String evaluate(String value, Map<String, String> values) {
            return EXPRESSION
                    .matcher(value)
                    .replaceAll(expression -> Matcher.quoteReplacement(Objects.requireNonNull(
                            values.get(expression.group(1)), () -> "no value for " + expression.group(1))));
        }
    }

    static Workflow read(Path file) throws IOException {
        return parse(Files.readString(file));
    }

    /** The steps of a composite action. */
    static Job action(Path file) throws IOException {
        Workflow action = read(file);
        return action.job("action", map(action.document().get("runs")));
    }

    static Workflow parse(String yaml) {
        return new Workflow(yaml(yaml));
    }

    static Map<String, Object> yaml(String yaml) {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
    }

    List<Job> jobs() {
        return map(document.get("jobs")).entrySet().stream()
                .map(entry -> job(entry.getKey(), map(entry.getValue())))
                .toList();
    }

    Job job(String name) {
        return job(name, map(map(document.get("jobs")).get(name)));
    }

    private Job job(String name, Map<String, Object> job) {
        List<Step> steps = maps(job.get("steps")).stream()
                .map(step -> new Step(step, variables(List.of(document, job, step))))
                .toList();
        return new Job(name, job, steps);
    }

    /** Those of the inner count before those of the outer. */
    private static Map<String, String> variables(List<Map<String, Object>> outerToInner) {
        Map<String, String> variables = new HashMap<>();
        for (Map<String, Object> scope : outerToInner) {
            if (scope.containsKey("env")) {
                map(scope.get("env")).forEach((name, value) -> variables.put(name, value.toString()));
            }
        }
        return variables;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object value) {
        assertNotNull(value);
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> maps(Object value) {
        assertNotNull(value);
        return (List<Map<String, Object>>) value;
    }
}
