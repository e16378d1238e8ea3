package io.balena.releaseupdate.cli.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.balena.releaseupdate.output.progress.Terminal;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HyperlinksTest {

    @ParameterizedTest
    @CsvSource({
        "true, xterm-256color, '', false",
        "true, xterm-256color, VTE_VERSION=6800, true",
        "true, xterm-256color, VTE_VERSION=5000, false",
        "true, xterm-256color, VTE_VERSION=new, false",
        "true, xterm-256color, KONSOLE_VERSION=230401, true",
        "true, xterm-256color, TERM_PROGRAM=vscode, true",
        "true, xterm-256color, TERM_PROGRAM=Apple_Terminal, false",
        "true, xterm-256color, WT_SESSION=1, true",
        "true, xterm-kitty, '', true",
        "true, screen-256color, VTE_VERSION=6800, false",
        "true, dumb, VTE_VERSION=6800, false",
        "false, xterm-256color, VTE_VERSION=6800, false",
        "false, dumb, FORCE_HYPERLINK=1, true",
        "true, xterm-kitty, FORCE_HYPERLINK=0, false"
    })
    void areForTerminalsThatAreKnownToTakeThem(boolean isTerminal, String type, String variables, boolean taken) {
        var terminal = new Terminal(isTerminal, Optional.of(type), false, () -> 80, () -> 24);
        Map<String, String> environment = Stream.of(variables.split(" "))
                .filter(variable -> !variable.isEmpty())
                .map(variable -> variable.split("=", 2))
                .collect(Collectors.toMap(variable -> variable[0], variable -> variable[1]));
        assertEquals(taken, Hyperlinks.areTaken(terminal, environment));
    }
}
