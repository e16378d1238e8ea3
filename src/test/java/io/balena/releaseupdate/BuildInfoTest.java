package io.balena.releaseupdate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class BuildInfoTest {

    @Test
    void saysCommitAndDateOfTheBuild() {
        assertEquals(
                "balena-release-update 1.2.3 (commit 1a2b3c4, built 2030-01-31)",
                BuildInfo.describe(List.of("1.2.3", "1a2b3c4", "2030-01-31")));
    }

    @Test
    void saysNoCommitThatTheBuildDidNotKnow() {
        assertEquals(
                "balena-release-update 1.2.3 (built 2030-01-31)",
                BuildInfo.describe(List.of("1.2.3", "", "2030-01-31")));
    }

    @Test
    void theBuildFillsEverythingIn() {
        String build = "balena-release-update " + BuildInfo.NUMBER
                + " \\((commit [0-9a-f]{7,}, )?built \\d{4}-\\d\\d-\\d\\d\\)";
        assertTrue(BuildInfo.BUILD.matches(build), BuildInfo.BUILD);
    }
}
