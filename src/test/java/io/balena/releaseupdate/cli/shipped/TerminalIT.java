package io.balena.releaseupdate.cli.shipped;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.balena.releaseupdate.cli.golden.RecordedCase;
import io.balena.releaseupdate.cli.harness.CommandProcess;
import io.balena.releaseupdate.cli.harness.Ended;
import io.balena.releaseupdate.cli.harness.Executable;
import io.balena.releaseupdate.cli.harness.Programs;
import io.balena.releaseupdate.cli.harness.TestShell;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The executable in a terminal, which {@code script} makes, and without one. */
@Tag(Executable.TAG)
class TerminalIT {

    private static final String FLEET = "fleet sandbox/shop --to-release 2.0.0 --sandbox";
    private static final String STATUS = "status sandbox/field --sandbox";
    private static final String ROLLOUT = "rollout sandbox/field --to-release 2.0.0 --dry-run --sandbox";
    private static final String RELEASES = "--from-release 900813 --to-release 900835 --sandbox";

    @TempDir
    Path home;

    @ParameterizedTest
    @ValueSource(strings = {FLEET, STATUS, ROLLOUT})
    void aTerminalGetsATableAndAPipeJson(String arguments) throws Exception {
        assertTrue(inTerminal(100, arguments).contains("Fleet:  "));
        assertFalse(RecordedCase.parseJson(inPipe(arguments)).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {FLEET + " -o json", STATUS + " -o json", ROLLOUT + " --json", RELEASES})
    void jsonIsPrintedToATerminalIfItIsWanted(String arguments) throws Exception {
        String text = inTerminal(100, arguments);
        assertFalse(RecordedCase.parseJson(text.substring(text.indexOf('{'), text.lastIndexOf('}') + 1))
                .isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "fleet --help", "help rollout"})
    void helpFitsANarrowTerminal(String arguments) throws Exception {
        // Usage and examples are commands, which nobody wants broken.
        List<String> tooLong = inTerminal(60, arguments)
                .replaceAll("\u001b\\[[0-9;]*m", "")
                .lines()
                .filter(line -> line.length() > 60 && !line.contains("balena-release-update"))
                .toList();
        assertEquals(List.of(), tooLong);
    }

    @Test
    void helpFitsTheVariable() throws Exception {
        Ended narrow = CommandProcess.run(home, Map.of("COLUMNS", "60"), List.of("fleet", "--help"));
        assertEquals(0, narrow.exitCode());
        assertEquals(
                List.of(),
                narrow.stdout()
                        .lines()
                        .filter(line -> line.length() > 60 && !line.contains("balena-release-update"))
                        .toList());
    }

    private String inPipe(String arguments) throws Exception {
        Ended ended = CommandProcess.run(home, Map.of(), List.of(arguments.split(" ")));
        assertEquals(0, ended.exitCode(), ended.stderr());
        return ended.stdout();
    }

    private String inTerminal(int columns, String arguments) throws Exception {
        assumeTrue(Programs.areInstalled("script", "stty"));
        List<String> command = new ArrayList<>(CommandProcess.command());
        command.addAll(List.of(arguments.split(" ")));
        String line =
                "stty cols " + columns + " rows 60; exec " + command.stream().collect(Collectors.joining(" "));
        Ended ended = new TestShell(
                        home,
                        Map.of(
                                "HOME",
                                home.toString(),
                                "TERM",
                                "xterm",
                                "PATH",
                                System.getenv("PATH"),
                                "SHELL",
                                "/bin/sh"))
                .run("script", "--quiet", "--return", "--command", line, "/dev/null");
        assertEquals(0, ended.exitCode(), ended::toString);
        return ended.stdout().replace("\r", "");
    }
}
