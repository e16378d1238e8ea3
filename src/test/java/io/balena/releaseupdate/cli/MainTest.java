package io.balena.releaseupdate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.cli.golden.RecordedCase;
import io.balena.releaseupdate.cli.harness.Resources;
import io.quarkus.test.junit.main.LaunchResult;
import io.quarkus.test.junit.main.QuarkusMainLauncher;
import io.quarkus.test.junit.main.QuarkusMainTest;
import org.junit.jupiter.api.Test;

/** The program from its start: what it prints where, and how it ends. All other tests of commands skip the start. */
@QuarkusMainTest
class MainTest {

    @Test
    void describesTheReadmesReleases(QuarkusMainLauncher launcher) {
        LaunchResult result =
                launcher.launch("--sandbox", "--wait", "--from-release", "900813", "--to-release", "900835");
        assertEquals(0, result.exitCode(), result::getErrorOutput);
        assertEquals(Resources.text("/readme.json"), result.getOutput() + "\n");
    }

    @Test
    void pinsAFleet(QuarkusMainLauncher launcher) {
        LaunchResult result = launcher.launch(
                "fleet", "--sandbox", "--build-time", "0.1", "sandbox/readme", "--to-release", "1.0.1", "--pin");
        assertEquals(0, result.exitCode(), result::getErrorOutput);
        assertTrue(result.getErrorOutput().contains("Fleet sandbox/readme is pinned"), result::getErrorOutput);
        assertEquals(
                "pinned",
                RecordedCase.parseJson(result.getOutput()).at("/pin/status").asText());
    }

    @Test
    void helpNeedsNoFramework(QuarkusMainLauncher launcher) {
        LaunchResult result = launcher.launch("--timeout", "x", "--help");
        assertEquals(0, result.exitCode(), result::getErrorOutput);
        assertTrue(result.getOutput().startsWith("Usage: balena-release-update "), result::getOutput);
        assertEquals("", result.getErrorOutput());
    }

    @Test
    void refusesBadArguments(QuarkusMainLauncher launcher) {
        LaunchResult result = launcher.launch("--from-release", "1");
        assertEquals(2, result.exitCode());
        assertTrue(result.getErrorStream().get(0).startsWith("ERROR: Must specify"), result::getErrorOutput);
        assertEquals("", result.getOutput());
    }

    @Test
    void theExitCodeSaysWhatIsWrong(QuarkusMainLauncher launcher) {
        LaunchResult result = launcher.launch("--sandbox", "--from-release", "1", "--to-release", "1900101");
        assertEquals(5, result.exitCode());
        assertTrue(result.getErrorStream().get(0).startsWith("ERROR: Release not found: 1"), result::getErrorOutput);
        assertEquals("", result.getOutput());
    }
}
