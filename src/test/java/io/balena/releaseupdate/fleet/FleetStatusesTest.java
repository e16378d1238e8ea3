package io.balena.releaseupdate.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.balena.releaseupdate.UnsupportedCloud;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.DeviceCounts;
import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.FleetReference;
import io.balena.releaseupdate.model.FleetState;
import io.balena.releaseupdate.model.FleetStatus;
import io.balena.releaseupdate.model.FleetTarget;
import io.balena.releaseupdate.model.FleetUpdate;
import io.balena.releaseupdate.model.Release;
import io.balena.releaseupdate.model.ReleaseName;
import io.balena.releaseupdate.model.ReleaseReference;
import io.balena.releaseupdate.model.StatusEnd;
import io.balena.releaseupdate.model.TargetReference;
import io.balena.releaseupdate.model.TargetRelease;
import io.balena.releaseupdate.model.UpdateGoal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FleetStatusesTest {

    private static final Fleet FLEET = new Fleet(1, "acme/kiosk");
    private static final FleetReference REFERENCE = new FleetReference.Slug("acme/kiosk");
    private static final ReleaseName TARGET = new ReleaseName(8, "c8");
    private static final ReleaseName OTHER = new ReleaseName(9, "c9");
    private static final FollowOptions OPTIONS = new FollowOptions(
            UpdateGoal.ALL, Deadline.never(), FollowOptions.LONGEST_PAUSE, Optional.of(Instant.EPOCH), 4);

    private final Balena balena = new Balena();
    private final FleetStatuses statuses = new FleetStatuses(balena);

    @Test
    void reportsTheReleaseThatTheFleetRuns() throws InterruptedException {
        assertEquals(status(TARGET), statuses.read(REFERENCE, new TargetReference.Current(), 4, Deadline.never()));
    }

    @Test
    void reportsAnotherRelease() throws InterruptedException {
        var named = new TargetReference.Given(new ReleaseReference.Id(9));
        assertEquals(status(OTHER), statuses.read(REFERENCE, named, 4, Deadline.never()));
    }

    @Test
    void aFleetWithoutATargetHasNoReleaseToReport() {
        balena.target = Optional.empty();
        var failure = assertThrows(
                BalenaException.NotFound.class,
                () -> statuses.read(REFERENCE, new TargetReference.Current(), 4, Deadline.never()));
        assertEquals(
                "Fleet acme/kiosk has no target release. Name a release: its id, its commit, its version or latest.",
                failure.getMessage());
    }

    @Test
    void followsUntilTheGoalIsReached() throws InterruptedException {
        StatusEnd end = statuses.follow(status(TARGET), OPTIONS, event -> {});
        assertEquals(new StatusEnd.Reached(status(TARGET)), end);
    }

    @Test
    void followsAFleetThatWasPinned() throws InterruptedException {
        balena.pinned = OPTIONS.pinned();
        Release release = new Release(8, "c8", FLEET, Map.of());
        FleetUpdate update = new FleetUpdate(
                FLEET,
                new FleetTarget(Optional.of(TARGET), false),
                new TargetRelease(release, true, false),
                List.of(),
                List.of(),
                0,
                0,
                Optional.empty());
        StatusEnd end = statuses.follow(update, OPTIONS, event -> {});
        assertEquals(new StatusEnd.Reached(status(TARGET)), end);
    }

    @Test
    void furtherPollsAreAboutTheSameRelease() throws InterruptedException {
        balena.pinned = OPTIONS.pinned();
        var one = new FollowOptions(new UpdateGoal.Number(1), OPTIONS.deadline(), Duration.ZERO, OPTIONS.pinned(), 4);
        balena.refusal = new BalenaException.NotLoggedIn("log in");
        StatusEnd end = statuses.follow(status(TARGET), one, event -> {});
        assertEquals(new StatusEnd.Stopped(status(TARGET), balena.refusal), end);
    }

    private static FleetStatus status(ReleaseName release) {
        return new FleetStatus(
                FLEET, new FleetTarget(Optional.of(TARGET), false), release, DeviceCounts.NONE, List.of());
    }

    private static final class Balena extends UnsupportedCloud {

        private Optional<ReleaseName> target = Optional.of(TARGET);
        private Optional<Instant> pinned = Optional.empty();
        private BalenaException refusal;

        @Override
        public FleetState fleet(FleetReference reference, Deadline deadline) {
            assertEquals(REFERENCE, reference);
            return new FleetState(FLEET, new FleetTarget(target, false), true);
        }

        @Override
        public TargetRelease target(TargetReference reference, FleetReference fleet, Deadline deadline) {
            return new TargetRelease(new Release(9, "c9", FLEET, Map.of()), true, false);
        }

        @Override
        public FleetStatus status(
                Fleet fleet, ReleaseName release, Optional<Instant> since, int delayed, Deadline deadline) {
            assertEquals(pinned, since);
            assertEquals(4, delayed);
            if (refusal != null) {
                throw refusal;
            }
            return FleetStatusesTest.status(release);
        }
    }
}
