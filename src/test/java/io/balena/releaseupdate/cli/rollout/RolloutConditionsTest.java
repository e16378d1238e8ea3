package io.balena.releaseupdate.cli.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.balena.releaseupdate.cli.fault.FaultyWait;
import io.balena.releaseupdate.cli.harness.TestSandbox;
import io.balena.releaseupdate.cloud.BalenaCloud;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.DevicePinRequest;
import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.FleetTarget;
import io.balena.releaseupdate.model.ForbiddenTag;
import io.balena.releaseupdate.model.PinRequest;
import io.balena.releaseupdate.model.ReleaseName;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A roll-out's writes, where what they depend on has changed before balena gets to them. */
@QuarkusTest
class RolloutConditionsTest {

    private static final Fleet FLEET = new Fleet(RolloutWorld.FLEET, "acme/kiosk");
    private static final ForbiddenTag FORBIDDEN = new ForbiddenTag(RolloutWorld.TARGET, "it's over");

    private final RolloutWorld fleet = new RolloutWorld(4);
    private TestSandbox sandbox;
    private BalenaCloud cloud;

    @BeforeEach
    void start() {
        sandbox = fleet.start();
        cloud = FaultyWait.connection(sandbox.sandbox, FaultyWait.timeouts("none"))
                .open(sandbox.sandbox.token(), "the test");
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theFleetIsNotPinnedOnceTheTagExists(boolean exists) throws Exception {
        tag(exists);

        cloud.pin(
                new PinRequest(FLEET, target(RolloutWorld.ORIGIN), RolloutWorld.TARGET, false, Optional.of(FORBIDDEN)),
                Deadline.never());

        assertEquals(
                OptionalLong.of(exists ? RolloutWorld.ORIGIN : RolloutWorld.TARGET),
                fleet.world().pinnedRelease(RolloutWorld.FLEET));
    }

    @Test
    void itIsTheReleaseThatMustNotHaveTheTag() throws Exception {
        fleet.world().add("release_tag", "release", RolloutWorld.ORIGIN, "tag_key", FORBIDDEN.key(), "value", "{}");

        cloud.pin(
                new PinRequest(FLEET, target(RolloutWorld.ORIGIN), RolloutWorld.TARGET, false, Optional.of(FORBIDDEN)),
                Deadline.never());

        assertEquals(OptionalLong.of(RolloutWorld.TARGET), fleet.world().pinnedRelease(RolloutWorld.FLEET));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void devicesAreNotPinnedOnceTheTagExists(boolean exists) throws Exception {
        tag(exists);
        long before = fleet.pinnedToTarget();

        cloud.pinDevices(request(target(RolloutWorld.ORIGIN), false), Deadline.never());

        assertEquals(exists ? before : before + 4, fleet.pinnedToTarget());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void pinsAreNotClearedOnceTheTagExists(boolean exists) throws Exception {
        cloud.pinDevices(request(target(RolloutWorld.ORIGIN), false), Deadline.never());
        long before = fleet.pinnedToTarget();
        tag(exists);

        cloud.pinDevices(request(target(RolloutWorld.ORIGIN), true), Deadline.never());

        assertEquals(exists ? before : 0, fleet.pinnedToTarget());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothingIsWrittenOnceTheFleetIsPinnedOtherwise(boolean isClearing) throws Exception {
        if (isClearing) {
            cloud.pinDevices(request(target(RolloutWorld.ORIGIN), false), Deadline.never());
        }
        long before = fleet.pinnedToTarget();
        fleet.world().pin(RolloutWorld.FLEET, RolloutWorld.OTHER);

        cloud.pinDevices(request(target(RolloutWorld.ORIGIN), isClearing), Deadline.never());

        assertEquals(before, fleet.pinnedToTarget());
    }

    private void tag(boolean exists) {
        if (exists) {
            fleet.world().add("release_tag", "release", RolloutWorld.TARGET, "tag_key", FORBIDDEN.key(), "value", "{}");
        }
    }

    private static FleetTarget target(long release) {
        return new FleetTarget(Optional.of(new ReleaseName(release, "a".repeat(40), Optional.of("1.0.0"))), false);
    }

    private DevicePinRequest request(FleetTarget expected, boolean isClearing) {
        Set<Long> devices = new HashSet<>(fleet.world().ids("device"));
        return new DevicePinRequest(
                FLEET, expected, RolloutWorld.TARGET, devices, isClearing, false, Optional.of(FORBIDDEN));
    }
}
