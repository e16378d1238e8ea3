package io.balena.releaseupdate.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.DeviceCounts;
import io.balena.releaseupdate.model.DeviceState;
import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.FleetStatus;
import io.balena.releaseupdate.model.FleetTarget;
import io.balena.releaseupdate.model.ReleaseName;
import io.balena.releaseupdate.model.StatusEnd;
import io.balena.releaseupdate.model.StatusEvent;
import io.balena.releaseupdate.model.UpdateGoal;
import io.balena.releaseupdate.model.WaitClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

class StatusWatchTest {

    private static final ReleaseName RELEASE = new ReleaseName(7, "0123456789abcdef");
    private static final ReleaseName OTHER = new ReleaseName(8, "fedcba9876543210");

    private final Clock clock = new Clock();
    private final List<Long> looks = new ArrayList<>();
    private final List<Duration> allowed = new ArrayList<>();
    private final List<StatusEvent> events = new ArrayList<>();
    private LongFunction<FleetStatus> world = second -> status(RELEASE, 0);

    @Test
    void endsWhenEveryDeviceIsUpdated() {
        world = second -> status(RELEASE, second < 600 ? second / 60 : 10);

        StatusEnd end = watch(UpdateGoal.ALL, Duration.ofHours(1));

        assertInstanceOf(StatusEnd.Reached.class, end);
        assertEquals(10, end.status().devices().updated());
        assertTrue(clock.seconds() < 600 + 61, clock.seconds() + " s");
    }

    @Test
    void doesNotPollAgainIfTheFirstReadDecides() {
        assertInstanceOf(
                StatusEnd.Reached.class, watch(status(RELEASE, 10), UpdateGoal.parse("100%"), Duration.ofHours(1)));
        assertEquals(List.of(), looks);
    }

    @Test
    void pollsLessOftenWithTimeAndAtLeastOnceAMinute() {
        watch(UpdateGoal.ALL, Duration.ofHours(1));

        assertEquals(5, looks.get(0));
        long longest = 0;
        for (int i = 1; i + 1 < looks.size(); i++) {
            longest = Math.max(longest, looks.get(i) - looks.get(i - 1));
        }
        assertEquals(60, longest);
        assertTrue(looks.size() < 75, looks.size() + " looks");
    }

    @Test
    void pollsOnceMoreShortlyBeforeTheDeadline() {
        world = second -> status(RELEASE, second >= 298 ? 10 : 0);

        assertInstanceOf(StatusEnd.Reached.class, watch(UpdateGoal.ALL, Duration.ofMinutes(5)));
        assertEquals(298, looks.get(looks.size() - 1));
    }

    @Test
    void timesOutWithTheLastStatus() {
        world = second -> status(RELEASE, second / 60);

        StatusEnd end = watch(UpdateGoal.ALL, Duration.ofMinutes(5));

        assertInstanceOf(StatusEnd.TimedOut.class, end);
        assertEquals(4, end.status().devices().updated());
    }

    @Test
    void aProcessThatWasStoppedPollsOnceMoreBeforeItTimesOut() {
        world = second -> status(RELEASE, second > 1000 ? 10 : 0);
        clock.stopAt = 60;

        assertInstanceOf(StatusEnd.Reached.class, watch(UpdateGoal.ALL, Duration.ofMinutes(5)));
    }

    @Test
    void timeoutZeroPollsOnceMore() {
        assertInstanceOf(StatusEnd.TimedOut.class, watch(UpdateGoal.ALL, Duration.ZERO));
        assertEquals(List.of(0L), looks);
    }

    @Test
    void endsWhenSomebodyGivesTheFleetAnotherTarget() {
        world = second -> status(second < 100 ? RELEASE : OTHER, 3);

        StatusEnd end = watch(UpdateGoal.ALL, Duration.ofHours(1));

        assertInstanceOf(StatusEnd.Superseded.class, end);
        assertEquals(OTHER, end.status().target().release().orElseThrow());
    }

    /** Replicas lag: the target before the pin may show up for a moment. */
    @Test
    void anOldTargetThatIsShownForAMomentIsNoOtherTarget() {
        world = second -> {
            boolean lags = second == 11 || second == 19 || second > 100 && second < 110;
            return status(lags ? OTHER : RELEASE, lags ? 10 : second / 100);
        };

        assertInstanceOf(StatusEnd.Reached.class, watch(UpdateGoal.ALL, Duration.ofHours(1)));
        assertTrue(clock.seconds() >= 1000, clock.seconds() + " s");
        assertTrue(
                events.stream()
                        .noneMatch(event -> event instanceof StatusEvent.Polled polled
                                && !polled.status().isFleetTarget()),
                "it is not told");
    }

    @Test
    void anotherTargetEndsTheWatchAfterAFewPolls() {
        world = second -> status(second < 600 ? RELEASE : OTHER, 3);

        assertInstanceOf(StatusEnd.Superseded.class, watch(UpdateGoal.ALL, Duration.ofHours(1)));
        assertTrue(clock.seconds() < 700, clock.seconds() + " s");
    }

    @Test
    void aFleetWhoseDevicesAreNotShownIsNotUpdated() {
        world = second -> second > 50 && second < 70 ? status(DeviceCounts.NONE) : status(RELEASE, second / 100);

        assertInstanceOf(StatusEnd.Reached.class, watch(UpdateGoal.ALL, Duration.ofHours(1)));
        assertTrue(clock.seconds() >= 1000, clock.seconds() + " s");
    }

    @Test
    void oneOddRefusalDecidesNothing() {
        world = second -> {
            if (second > 50 && second < 70) {
                throw new BalenaException.NotFound("no such fleet");
            }
            return status(RELEASE, second / 100);
        };

        assertInstanceOf(StatusEnd.Reached.class, watch(UpdateGoal.ALL, Duration.ofHours(1)));
    }

    @Test
    void afterAPinAnOutageOfTheFirstPollIsSurvived() {
        world = second -> {
            if (second < 600) {
                throw new BalenaException.Unavailable("the server is out of order", null);
            }
            return status(RELEASE, 10);
        };

        assertInstanceOf(StatusEnd.Reached.class, watchPinned(Duration.ofHours(1)));
        assertEquals(0, looks.get(0));
    }

    @Test
    void afterAPinTheFirstPollMayShowWhatWasBefore() {
        world = second -> second < 8 ? status(OTHER, 10) : status(RELEASE, second < 100 ? 0 : 10);

        assertInstanceOf(StatusEnd.Reached.class, watchPinned(Duration.ofHours(1)));
        assertTrue(clock.seconds() >= 100, clock.seconds() + " s");
    }

    @Test
    void afterAPinTheFirstPollMayShowNoDevice() {
        world = second -> second < 8 ? status(DeviceCounts.NONE) : status(RELEASE, second < 100 ? 0 : 10);

        assertInstanceOf(StatusEnd.Reached.class, watchPinned(Duration.ofHours(1)));
        assertTrue(clock.seconds() >= 100, clock.seconds() + " s");
    }

    @Test
    void afterAPinThatSomebodyOverrodeTheWatchEnds() {
        world = second -> status(OTHER, 10);

        assertInstanceOf(StatusEnd.Superseded.class, watchPinned(Duration.ofHours(1)));
    }

    @Test
    void afterAPinWithoutASuccessfulPollNothingIsSaidOfDevices() {
        world = second -> {
            throw new BalenaException.Unavailable("the server is out of order", null);
        };

        assertThrows(BalenaException.TimedOut.class, () -> watchPinned(Duration.ofHours(1)));
    }

    @Test
    void aReleaseThatOnlyPinnedDevicesHaveIsNotSuperseded() {
        world = second -> status(OTHER, second < 100 ? 3 : 10);

        assertInstanceOf(StatusEnd.Reached.class, watch(status(OTHER, 3), UpdateGoal.ALL, Duration.ofHours(1)));
    }

    @Test
    void survivesAnOutage() {
        world = second -> {
            if (second > 60 && second < 3000) {
                throw new BalenaException.Unavailable("the server is out of order", null);
            }
            return status(RELEASE, second > 2000 ? 10 : 0);
        };

        assertInstanceOf(StatusEnd.Reached.class, watch(UpdateGoal.ALL, Duration.ofHours(1)));
        assertTrue(events.contains(new StatusEvent.Trouble("the server is out of order")));
    }

    @Test
    void waitsAsLongAsTheServerAsksButNoLongerThanFiveMinutes() {
        world = second -> {
            if (second < 10) {
                throw new BalenaException.Unavailable("too many requests", null, false, Duration.ofHours(5));
            }
            return status(RELEASE, 10);
        };

        assertInstanceOf(StatusEnd.Reached.class, watch(UpdateGoal.ALL, Duration.ofHours(1)));
        assertEquals(List.of(5L, 305L), looks);
    }

    @Test
    void aRefusalThatPersistsEndsTheWatch() {
        world = second -> {
            throw new BalenaException.Unavailable("forbidden", null, true, Duration.ZERO);
        };

        StatusEnd end = watch(UpdateGoal.ALL, Duration.ofHours(10));

        assertEquals(
                "forbidden",
                assertInstanceOf(StatusEnd.Stopped.class, end).reason().getMessage());
        assertEquals(10, looks.size());
    }

    @Test
    void anInvalidTokenEndsTheWatch() {
        world = second -> {
            throw new BalenaException.NotLoggedIn("log in");
        };

        assertInstanceOf(StatusEnd.Stopped.class, watch(UpdateGoal.ALL, Duration.ofHours(10)));
        assertEquals(1, looks.size());
    }

    @Test
    void anInterruptionKeepsTheLastStatus() {
        world = second -> status(RELEASE, 4);
        clock.interruptAt = 100;

        StatusEnd end = watch(UpdateGoal.ALL, Duration.ofHours(1));

        assertEquals(
                4,
                assertInstanceOf(StatusEnd.Interrupted.class, end)
                        .status()
                        .devices()
                        .updated());
    }

    @Test
    void tellsOfEachPoll() {
        world = second -> status(RELEASE, second < 8 ? 3 : 10);
        watch(UpdateGoal.ALL, Duration.ofHours(1));
        assertEquals(
                List.of(new StatusEvent.Polled(status(RELEASE, 3)), new StatusEvent.Polled(status(RELEASE, 10))),
                events);
    }

    @Test
    void anyRefusalThatPersistsEndsTheWatch() {
        world = second -> {
            throw new BalenaException.NotFound("no such fleet");
        };
        assertInstanceOf(StatusEnd.Stopped.class, watch(UpdateGoal.ALL, Duration.ofHours(10)));
        assertEquals(10, looks.size());
    }

    /** Polls come after 5, 5, 6.5 and 8.45 s: the first that shows the other target is at 5 s. */
    @Test
    void anotherTargetCountsOnceThreePollsHaveShownItForFifteenSeconds() {
        world = second -> status(OTHER, 3);
        assertInstanceOf(StatusEnd.Superseded.class, watch(UpdateGoal.ALL, Duration.ofHours(1)));
        assertEquals(List.of(5L, 10L, 16L, 24L), looks.subList(0, 4));
        assertEquals(4, looks.size());
    }

    @Test
    void aFleetThatNeverHadDevicesIsNotDoubted() {
        world = second -> status(DeviceCounts.NONE);
        watch(status(DeviceCounts.NONE), new UpdateGoal.Number(1), Duration.ofMinutes(1));
        assertEquals(looks.size(), events.size());
    }

    @Test
    void aPollAtTheDeadlineGetsTenSeconds() {
        watch(UpdateGoal.ALL, Duration.ofMinutes(1));
        assertEquals(Duration.ofSeconds(10), allowed.get(allowed.size() - 1));
        assertEquals(Duration.ofSeconds(55), allowed.get(0), "others have until the deadline");
    }

    private StatusEnd watch(UpdateGoal goal, Duration timeout) {
        return watch(status(RELEASE, 0), goal, timeout);
    }

    private StatusEnd watch(FleetStatus first, UpdateGoal goal, Duration timeout) {
        var options = new FollowOptions(
                goal, Deadline.after(timeout, clock::nanoTime), FollowOptions.LONGEST_PAUSE, Optional.empty(), 0);
        return run(new StatusWatch(first, this::look, options, clock, events::add));
    }

    private StatusEnd watchPinned(Duration timeout) {
        var options = new FollowOptions(
                UpdateGoal.ALL,
                Deadline.after(timeout, clock::nanoTime),
                FollowOptions.LONGEST_PAUSE,
                Optional.empty(),
                0);
        return run(StatusWatch.ofTarget(13, this::look, options, clock, events::add));
    }

    private FleetStatus look(Deadline deadline) {
        looks.add(clock.seconds());
        allowed.add(deadline.remaining());
        return world.apply(clock.seconds());
    }

    private static StatusEnd run(StatusWatch watch) {
        try {
            return watch.run();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static FleetStatus status(ReleaseName target, long updated) {
        return status(
                target,
                new DeviceCounts(Map.of(DeviceState.UPDATED, updated, DeviceState.WAITING, 10 - updated), 0, 3, 0, 0));
    }

    private static FleetStatus status(DeviceCounts counts) {
        return status(RELEASE, counts);
    }

    private static FleetStatus status(ReleaseName target, DeviceCounts counts) {
        return new FleetStatus(
                new Fleet(1, "acme/kiosk"), new FleetTarget(Optional.of(target), false), RELEASE, counts, List.of());
    }

    /** A clock that moves only in pauses; it can jump, as for a suspended process. */
    private static final class Clock implements WaitClock {
        private long nanos;
        private long stopAt = Long.MAX_VALUE;
        private long interruptAt = Long.MAX_VALUE;

        long seconds() {
            return nanos / 1_000_000_000;
        }

        @Override
        public long nanoTime() {
            return nanos - Duration.ofDays(400).toNanos();
        }

        @Override
        public void pause(Duration longest) throws InterruptedException {
            nanos += longest.toNanos();
            if (seconds() >= stopAt) {
                nanos += Duration.ofHours(3).toNanos();
                stopAt = Long.MAX_VALUE;
            }
            if (seconds() >= interruptAt) {
                throw new InterruptedException();
            }
        }

        @Override
        public void wake() {
            throw new UnsupportedOperationException();
        }
    }
}
