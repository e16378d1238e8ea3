package io.balena.releaseupdate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.BuildInfo;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class VersionCommandTest {

    @Test
    void saysHowItWasBuiltWithoutTheFramework() {
        assertTrue(CommandLines.needsNoFramework("version"));
        assertEquals(BuildInfo.BUILD + System.lineSeparator(), printed("version"));
    }

    @Test
    void theOptionPrintsTheNumberAlone() {
        assertEquals(BuildInfo.NUMBER + System.lineSeparator(), printed("version", "--version"));
    }

    private static String printed(String... arguments) {
        StringWriter out = new StringWriter();
        CommandLine commandLine = CommandLines.withoutFramework().setOut(new PrintWriter(out, true));
        assertEquals(0, CommandLines.execute(commandLine, arguments));
        return out.toString();
    }
}
