package io.balena.releaseupdate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.cli.harness.Ended;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HelpCommandTest {

    @Test
    void showsWhatTheOptionShowsWithoutTheFramework() {
        assertTrue(CommandLines.needsNoFramework("help"));
        assertEquals(BareCommand.run("--help"), BareCommand.run("help"));
        for (String command : CommandLines.withoutFramework().getSubcommands().keySet()) {
            assertTrue(CommandLines.needsNoFramework("help", command));
            Ended help = BareCommand.run("help " + command);
            assertEquals(BareCommand.run(command + " --help"), help);
            assertTrue(help.stdout().startsWith("Usage: balena-release-update " + command), help::stdout);
        }
    }

    @Test
    void ofNoCommandIsAnError() {
        assertFalse(CommandLines.needsNoFramework("help", "flet"));
        Ended end = BareCommand.run(Map.of(), "help", "flet");
        assertEquals(2, end.exitCode());
        assertEquals("", end.stdout());
        assertTrue(end.stderr().startsWith("ERROR: No such command. Did you mean `fleet`?\n"), end::stderr);
        String other = BareCommand.run(Map.of(), "help", "deploy").stderr();
        assertTrue(other.startsWith("ERROR: No such command. There are fleet, status, rollout, "), other);
    }
}
