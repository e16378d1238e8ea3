package io.balena.releaseupdate.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class FleetTargetTest {

    private static final Optional<ReleaseName> RELEASE =
            Optional.of(new ReleaseName(9, "f5ee6890123456789abcdef0123456789abcdef0", Optional.of("2.0.0")));

    @Test
    void saysInWordsWhatDevicesAreToldToRun() {
        assertEquals("pinned to 2.0.0 (f5ee689)", new FleetTarget(RELEASE, false).label());
        assertEquals("tracking the latest release, now 2.0.0 (f5ee689)", new FleetTarget(RELEASE, true).label());
        assertEquals("tracking the latest release, now no release", new FleetTarget(Optional.empty(), true).label());
    }
}
