package io.balena.releaseupdate.cli.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.cli.BareCommand;
import io.balena.releaseupdate.cli.harness.Ended;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @Test
    void aColoredErrorLeavesTheAnnotationPlain() {
        assertEquals(List.of("\033[31mERROR:\033[0m Odd.", "::error::Odd."), printed("Odd.", true));
    }

    @ParameterizedTest
    @CsvSource({
        "--color=always --bad, RED Unknown option: --bad",
        "fleet acme/kiosk --color always --pin --stages 1, RED Unknown option: --stages",
        "--color=always --from-release 1, RED Must specify",
        "--color=never --bad, ERROR: Unknown option: --bad",
        "--color=sometimes, ERROR: Invalid value"
    })
    void theOptionColorsErrorsWhereverTheyGo(String arguments, String beginning) {
        Ended end = BareCommand.run(arguments);
        String stderr = end.stderr().replace("\033[31mERROR:\033[0m", "RED");
        assertTrue(stderr.startsWith(beginning), stderr);
    }

    @Test
    void theOptionColorsHelp() {
        String plain = BareCommand.run("--help").stdout();
        assertEquals(plain, BareCommand.run("--color=never --help").stdout());
        String colored = BareCommand.run("--help --color=always").stdout();
        assertTrue(colored.contains("\033["), colored);
        assertEquals(plain, colored.replaceAll("\033\\[[0-9;]*m", ""));
        assertTrue(BareCommand.run("fleet --color always --help").stdout().contains("\033["));
    }

    private static List<String> printed(String message) {
        return printed(message, false);
    }

    private static List<String> printed(String message, boolean isColored) {
        StringWriter err = new StringWriter();
        ErrorOutput.of(new PrintWriter(err, true), ACTIONS, isColored).print(message);
        return err.toString().lines().toList();
    }
}
