package io.balena.releaseupdate.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Names of releases, devices and states, as people and programs read them. */
class NamesTest {

    private static final String COMMIT = "f5ee6890123456789";

    @Test
    void aReleaseIsItsVersionAndTheBeginningOfItsCommit() {
        assertEquals("2.0.0 (f5ee689)", new ReleaseName(7, COMMIT, Optional.of("2.0.0")).label());
        assertEquals("7 (f5ee689)", new ReleaseName(7, COMMIT).label());
        assertEquals("7 (f5ee689)", new ReleaseName(7, COMMIT, Optional.of(" ")).label());
        assertEquals("7 (ab)", new ReleaseName(7, "ab").label());
    }

    @Test
    void aReleaseKnowsItsName() {
        var release = new Release(7, COMMIT, new Fleet(1, "acme/kiosk"), Map.of());
        assertEquals(7, release.name().id());
        assertEquals("f5ee689", release.name().shortCommit());
    }

    @Test
    void aDeviceIsTheBeginningOfItsUuid() {
        assertEquals("0123456", device("0123456789abcdef").shortUuid());
        assertEquals("0123", device("0123").shortUuid());
    }

    @Test
    void statesAreLowerCase() {
        assertEquals("preparing", UpdateStatus.PREPARING.label());
        assertEquals("unreachable", DeviceState.UNREACHABLE.label());
    }

    private static DelayedDevice device(String uuid) {
        return new DelayedDevice(uuid, "kiosk-1", DeviceState.WAITING, Optional.empty());
    }
}
