package io.balena.releaseupdate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.output.progress.Terminal;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColorModeTest {

    @ParameterizedTest
    @CsvSource({
        "AUTO, false, false",
        "AUTO, true, true",
        "ALWAYS, false, false",
        "ALWAYS, true, false",
        "NEVER, false, true",
        "NEVER, true, true"
    })
    void anOptionComesBeforeTheVariable(ColorMode mode, boolean noColorVariable, boolean noColor) {
        var terminal = new Terminal(true, Optional.of("xterm"), noColorVariable, () -> 80, () -> 24);
        assertEquals(noColor, mode.applied(terminal).noColor());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--color sometimes", "fleet acme/kiosk --color=red", "status acme/kiosk --color=1"})
    void isOneOfThreeWords(String arguments) {
        Ended end = BareCommand.run(arguments);
        assertEquals(2, end.exitCode());
        assertTrue(end.stderr().contains("is none of auto, always, never"), end::stderr);
    }
}
