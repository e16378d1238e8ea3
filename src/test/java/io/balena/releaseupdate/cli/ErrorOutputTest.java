package io.balena.releaseupdate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ErrorOutputTest {

    private static final Map<String, String> ACTIONS = Map.of("GITHUB_ACTIONS", "true");

    @Test
    void anErrorIsOneAnnotationInGitHubActions() {
        Ended end = BareCommand.run(ACTIONS, "--from-release", "1");
        assertEquals(2, end.exitCode());
        List<String> annotations =
                end.stderr().lines().filter(line -> line.startsWith("::")).toList();
        assertEquals(
                List.of("::error::Must specify the release that devices will run, too: --to-release R"), annotations);
        assertEquals(
                1,
                end.stderr().lines().filter(line -> line.startsWith("ERROR: ")).count());
    }

    @Test
    void elsewhereItIsNone() {
        for (Map<String, String> variables : List.of(Map.<String, String>of(), Map.of("GITHUB_ACTIONS", "false"))) {
            String stderr = BareCommand.run(variables, "--from-release", "1").stderr();
            assertEquals(0, stderr.lines().filter(line -> line.startsWith("::")).count(), stderr);
        }
    }

    @Test
    void anAnnotationIsEscaped() {
        assertEquals(
                List.of("ERROR: 95% of", "two lines", "::error::95%25 of%0Atwo lines"), printed("95% of\ntwo lines"));
    }

    @Test
    void aMessageGivesTheRunnerNoOtherCommand() {
        assertEquals(
                List.of(
                        "ERROR: It said:",
                        ": :add-mask::x",
                        "  : :error::y",
                        "::error::It said:%0A::add-mask::x%0A  ::error::y"),
                printed("It said:\n::add-mask::x\n  ::error::y"));
    }

    private static List<String> printed(String message) {
        StringWriter err = new StringWriter();
        ErrorOutput.of(new PrintWriter(err, true), ACTIONS).print(message);
        return err.toString().lines().toList();
    }
}
