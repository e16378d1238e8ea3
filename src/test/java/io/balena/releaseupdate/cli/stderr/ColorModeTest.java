package io.balena.releaseupdate.cli.stderr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.cli.BareCommand;
import io.balena.releaseupdate.cli.harness.Ended;
import io.balena.releaseupdate.output.progress.Terminal;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColorModeTest {

    @ParameterizedTest
    @CsvSource({
        "AUTO, true, '', true",
        "AUTO, false, '', false",
        "AUTO, true, NO_COLOR=1, false",
        "AUTO, true, NO_COLOR=, true",
        "AUTO, true, CLICOLOR=0, false",
        "AUTO, true, CLICOLOR=1, true",
        "AUTO, false, CLICOLOR=1, false",
        "AUTO, false, CLICOLOR_FORCE=1, true",
        "AUTO, false, CLICOLOR_FORCE=0, false",
        "AUTO, false, CLICOLOR_FORCE=, false",
        "AUTO, false, CLICOLOR_FORCE=1 NO_COLOR=1, false",
        "ALWAYS, true, '', true",
        "ALWAYS, false, NO_COLOR=1, true",
        "ALWAYS, false, CLICOLOR=0, true",
        "NEVER, true, '', false",
        "NEVER, true, CLICOLOR_FORCE=1, false"
    })
    void theOptionComesBeforeTheVariablesAndTheseBeforeTheTerminal(
            ColorMode mode, boolean isTerminal, String variables, boolean colored) {
        var terminal = new Terminal(isTerminal, Optional.of("xterm"), false, () -> 80, () -> 24);
        Map<String, String> environment = Stream.of(variables.split(" "))
                .filter(variable -> !variable.isEmpty())
                .map(variable -> variable.split("=", 2))
                .collect(Collectors.toMap(variable -> variable[0], variable -> variable[1]));
        assertEquals(colored, mode.applied(terminal, environment).isColored());
    }

    @ParameterizedTest
    @CsvSource({
        "'', AUTO",
        "--color=never, NEVER",
        "fleet acme/kiosk --color ALWAYS --bad, ALWAYS",
        "--color=never --color=always, ALWAYS",
        "--color=never --color=sometimes, NEVER",
        "--color, AUTO"
    })
    void isFoundInArgumentsThatMayBeWrong(String arguments, ColorMode mode) {
        assertEquals(mode, ColorMode.in(arguments.split(" ")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--color sometimes", "fleet acme/kiosk --color=red", "status acme/kiosk --color=1"})
    void isOneOfThreeWords(String arguments) {
        Ended end = BareCommand.run(arguments);
        assertEquals(2, end.exitCode());
        assertTrue(end.stderr().contains("is none of auto, always, never"), end::stderr);
    }
}
