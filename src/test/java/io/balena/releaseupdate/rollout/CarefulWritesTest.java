package io.balena.releaseupdate.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.WaitClock;
import io.balena.releaseupdate.model.WriteResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class CarefulWritesTest {

    private static final WriteResult TAKEN = new WriteResult.Accepted();
    private static final Set<Long> TWO = Set.of(1L, 2L);

    /** Advances only in pauses. */
    private static final class Time implements WaitClock {
        private long now = Duration.ofDays(1).toNanos();

        @Override
        public long nanoTime() {
            return now;
        }

        @Override
        public void pause(Duration longest) {
            now += longest.toNanos();
        }

        @Override
        public void wake() {
            throw new UnsupportedOperationException("nobody wakes it");
        }
    }

    private final Time time = new Time();
    private final long start = time.nanoTime();
    private final List<String> notices = new ArrayList<>();
    private final List<Set<Long>> sent = new ArrayList<>();
    private final List<Duration> sentAt = new ArrayList<>();
    private final List<Integer> looksBefore = new ArrayList<>();
    private int looks;

    /** The last response is repeated. */
    private void run(Supplier<Set<Long>> look, WriteResult... answers) throws InterruptedException {
        new CarefulWrites(time, notices::add)
                .run(
                        "pin devices",
                        TWO,
                        (left, deadline) -> {
                            sent.add(left);
                            sentAt.add(elapsed());
                            looksBefore.add(looks);
                            return answers[Math.min(sent.size(), answers.length) - 1];
                        },
                        deadline -> {
                            looks++;
                            return look.get();
                        });
    }

    private Duration elapsed() {
        return Duration.ofNanos(time.nanoTime() - start);
    }

    private static WriteResult lost() {
        return new WriteResult.Unknown("No answer came.", Optional.empty());
    }

    @Test
    void readsAtOnceWhatAWriteWithAResponseDid() throws Exception {
        run(Set::of, TAKEN);

        assertEquals(List.of(TWO), sent);
        assertEquals(1, looks);
        assertEquals(Duration.ZERO, elapsed());
        assertEquals(List.of(), notices);
    }

    @Test
    void believesAReadMoreThanTheResponse() throws Exception {
        run(Set::of, new WriteResult.Denied(new BalenaException.NotAllowed("No.")));

        assertEquals(1, sent.size());
    }

    @Test
    void waitsForReadsThatLag() throws Exception {
        run(() -> looks < 4 ? TWO : Set.of(), TAKEN);

        assertEquals(1, sent.size());
        assertEquals(4, looks);
    }

    @Test
    void repeatsWhatIsLeftAfterSeveralReads() throws Exception {
        run(() -> sent.size() == 1 ? Set.of(2L) : Set.of(), TAKEN);

        assertEquals(List.of(TWO, Set.of(2L)), sent);
        assertTrue(looksBefore.get(1) >= 3, looksBefore.toString());
        assertTrue(sentAt.get(1).compareTo(Duration.ofSeconds(15)) >= 0, sentAt.toString());
    }

    @Test
    void repeatsAWriteWhoseAnswerWasLostOnlyOnceBalenaCannotBeAtIt() throws Exception {
        run(() -> sent.size() == 1 ? TWO : Set.of(), lost(), TAKEN);

        assertEquals(2, sent.size());
        assertTrue(sentAt.get(1).compareTo(Duration.ofSeconds(60)) > 0, sentAt.toString());
        assertEquals(List.of("No answer came. Checking what it did."), notices);
    }

    @Test
    void repeatsAWriteSoonThatCannotHaveBeenDone() throws Exception {
        run(
                () -> sent.size() == 1 ? TWO : Set.of(),
                new WriteResult.NotApplied("The connection failed.", Optional.empty()),
                TAKEN);

        assertEquals(2, sent.size());
        assertTrue(sentAt.get(1).compareTo(Duration.ofSeconds(15)) < 0, sentAt.toString());
        assertEquals(List.of("The connection failed. Trying again."), notices);
    }

    @Test
    void heedsHowLongAServerWantsToBeLeftAlone() throws Exception {
        run(
                () -> sent.size() == 1 ? TWO : Set.of(),
                new WriteResult.NotApplied("Too many requests.", Optional.of(Duration.ofSeconds(90))),
                TAKEN);

        assertTrue(sentAt.get(1).compareTo(Duration.ofSeconds(90)) >= 0, sentAt.toString());
    }

    @Test
    void givesUpAfterTwoDenialsAndTellsTheReason() {
        var denied = new BalenaException.NotAllowed("No.");

        BalenaException e = assertThrows(BalenaException.class, () -> run(() -> TWO, new WriteResult.Denied(denied)));

        assertSame(denied, e);
        assertEquals(2, sent.size());
    }

    @Test
    void neverRepeatsWhatARuleForbids() {
        var rule = new BalenaException.NotAllowed("A rule.");

        BalenaException e = assertThrows(BalenaException.class, () -> run(() -> TWO, new WriteResult.Refused(rule)));

        assertSame(rule, e);
        assertEquals(1, sent.size());
        assertTrue(looks > 1, "one odd look decides nothing");
    }

    @Test
    void givesUpAfterThreeLostAnswers() {
        BalenaException e = assertThrows(BalenaException.Unavailable.class, () -> run(() -> TWO, lost()));

        assertEquals("No answer came.", e.getMessage());
        assertEquals(3, sent.size());
        Duration afterLast = elapsed().minus(sentAt.get(2));
        assertTrue(afterLast.compareTo(Duration.ofSeconds(60)) > 0, "it may still be done: " + afterLast);
    }

    @Test
    void writesNothingMoreWhileReadsFail() throws Exception {
        run(
                () -> {
                    if (looks < 4) {
                        throw new BalenaException.Unavailable("balena is down.", null);
                    }
                    return Set.of();
                },
                lost());

        assertEquals(1, sent.size());
        assertEquals(4, looks);
    }

    @Test
    void givesUpIfNoReadSucceeds() {
        var down = new BalenaException.TimedOut("No look got through.");

        BalenaException e = assertThrows(
                BalenaException.class,
                () -> run(
                        () -> {
                            throw down;
                        },
                        lost()));

        assertSame(down, e);
        assertEquals(1, sent.size());
        assertTrue(elapsed().compareTo(Duration.ofSeconds(60)) > 0, elapsed().toString());
    }
}
