package io.balena.releaseupdate.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.ReleaseTags;
import io.balena.releaseupdate.model.RolloutOutcome;
import io.balena.releaseupdate.rollout.journal.JournalKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** This machine's clock is wrong by months here: balena's time in these tests is that of January 2026. */
class RolloutClockTest {

    private static final Duration DAYS = Duration.ofDays(3);
    private static final Duration SOAK = Duration.ofMinutes(10);

    private final SimulatedBalena balena = new SimulatedBalena(new SimulatedDevices(new Random(1), 100, 0)) {
        @Override
        public ReleaseTags releaseTags(long id, String prefix, Deadline deadline) {
            return new ReleaseTags(super.releaseTags(id, prefix, deadline).tags(), Optional.empty());
        }
    };

    @Test
    void withoutAnyDateAStageIsWatchedAsLongAsEver() {
        RolloutOutcome outcome = balena.run(balena.options(DAYS));

        assertInstanceOf(RolloutOutcome.Done.class, outcome, () -> outcome + balena.log.toString());
        for (int stage = 1; stage <= 4; stage++) {
            Duration watched = between("stage-" + stage + ".soaking", "stage-" + stage + ".judged");
            assertTrue(watched.compareTo(SOAK) >= 0, "stage " + stage + ": " + watched);
        }
    }

    @Test
    void withoutAnyDateEachRunCountsAnew() {
        RolloutOutcome outcome = balena.run(balena.options(Duration.ofMinutes(15)));
        int runs = 1;
        while (outcome instanceof RolloutOutcome.TimedOut) {
            balena.pause(Duration.ofHours(6));
            outcome = balena.run(balena.options(Duration.ofMinutes(15)));
            assertTrue(runs++ < 50, () -> balena.log.toString());
        }
        RolloutOutcome last = outcome;
        assertInstanceOf(RolloutOutcome.Done.class, last, () -> last + balena.log.toString());
    }

    private Duration between(String first, String second) {
        return Duration.between(created(first), created(second));
    }

    private Instant created(String name) {
        return balena.tags.get(JournalKeys.key(1, name)).created();
    }

    @Test
    void aDateHoldsWhateverElseIsKnown() {
        var time = new ServerTime(balena);
        Instant date = Instant.parse("2020-01-01T00:00:00Z");
        assertEquals(date, time.of(Optional.of(date), balena.tags.values()));
        balena.pause(Duration.ofMinutes(3));
        assertEquals(date.plusSeconds(180), time.of(Optional.empty(), balena.tags.values()));
    }
}
