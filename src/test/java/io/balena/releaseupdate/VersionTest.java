package io.balena.releaseupdate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class VersionTest {

    @Test
    void saysCommitAndDateOfTheBuild() {
        assertEquals(
                "balena-release-update 1.2.3 (commit 1a2b3c4, built 2030-01-31)",
                Version.describe(List.of("1.2.3", "1a2b3c4", "2030-01-31")));
    }

    @Test
    void saysNoCommitThatTheBuildDidNotKnow() {
        assertEquals(
                "balena-release-update 1.2.3 (built 2030-01-31)", Version.describe(List.of("1.2.3", "", "2030-01-31")));
    }

    @Test
    void theBuildFillsEverythingIn() {
        String build =
                "balena-release-update " + Version.NUMBER + " \\((commit [0-9a-f]{7,}, )?built \\d{4}-\\d\\d-\\d\\d\\)";
        assertTrue(Version.BUILD.matches(build), Version.BUILD);
    }
}
