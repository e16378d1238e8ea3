package io.balena.releaseupdate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.DeltaResponse;
import io.balena.releaseupdate.model.DeltaState;
import io.balena.releaseupdate.model.ImagePair;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DeltaAttemptsTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long START = -1_000 * SECOND;
    private static final DeltaState MISSING = new DeltaState.Missing();
    private static final DeltaState BUILDING = new DeltaState.Building(8);
    private static final BalenaException.Unavailable DOWN = new BalenaException.Unavailable("HTTP 503", null);

    private DeltaAttempts pair = of(MISSING);
    private CompletableFuture<DeltaResponse> answer;

    @Test
    void isReportedFinishedUntilItIs() {
        request(0);
        accept(true, 1);
        assertTrue(pair.isReportedFinished());
        observe(SimulatedCloud.finished(8), 2);
        assertFalse(pair.isReportedFinished());
    }

    @Test
    void aBuildThatDoesNotShowForHalfAMinuteMayBeLost() {
        request(0);
        accept(false, 0);
        pair.observe(MISSING, at(30) - 1, at(31));
        assertEquals(OptionalLong.empty(), pair.nextRequest());
        pair.observe(MISSING, at(30), at(31));
        assertEquals(OptionalLong.of(at(30)), pair.nextRequest());
    }

    @Test
    void requestsThatCameToNothingDoNotCount() {
        request(0);
        accept(false, 0);
        observe(MISSING, 30);
        request(31);
        assertEquals(1, pair.attempts());
        fail(Duration.ZERO, 32);
        assertEquals(0, pair.attempts());
        request(40);
        assertEquals(1, pair.attempts());
        refuse(41);
        assertEquals(0, pair.attempts());
    }

    @Test
    void theFailureOfANewBuildCountsAtOnce() {
        pair = of(new DeltaState.Failed(7, "yesterday"));
        request(0);
        accept(false, 1);
        observe(new DeltaState.Failed(7, "yesterday"), 2);
        assertEquals(OptionalLong.empty(), pair.nextRequest(), "the new build may not show yet");
        observe(new DeltaState.Failed(8, "no space"), 3);
        assertEquals(OptionalLong.of(at(3)), pair.nextRequest());
    }

    @Test
    void aFailedRequestIsRepeatedAfterTheLongerOfBothPauses() {
        request(0);
        fail(Duration.ZERO, 5);
        assertEquals(OptionalLong.of(at(6)), pair.nextRequest(), "its own");
        request(6);
        fail(Duration.ofSeconds(20), 7);
        assertEquals(OptionalLong.of(at(27)), pair.nextRequest(), "the server's");
    }

    @Test
    void anAcceptedRequestEndsTheFailuresBeforeIt() {
        failTwice();
        request(20);
        accept(false, 21);
        assertEquals(Optional.empty(), pair.failures());
        observe(MISSING, 60);
        request(60);
        fail(Duration.ZERO, 61);
        assertEquals(OptionalLong.of(at(62)), pair.nextRequest());
    }

    @Test
    void anAcceptedRequestEndsTheRefusalsBeforeIt() {
        refuseTwice();
        request(20);
        accept(false, 21);
        observe(MISSING, 60);
        request(60);
        refuse(60);
        assertFalse(pair.isRefused());
        assertEquals(OptionalLong.of(at(61)), pair.nextRequest());
    }

    @Test
    void aBuildOfSomebodyElseEndsTheFailures() {
        failTwice();
        observe(BUILDING, 20);
        assertEquals(Optional.empty(), pair.failures());
        observe(new DeltaState.Failed(8, "no space"), 21);
        assertEquals(OptionalLong.of(at(20)), pair.nextRequest(), "at once");
        request(22);
        fail(Duration.ZERO, 23);
        assertEquals(OptionalLong.of(at(24)), pair.nextRequest());
    }

    @Test
    void aBuildOfSomebodyElseEndsTheRefusals() {
        refuseTwice();
        observe(BUILDING, 20);
        observe(new DeltaState.Failed(8, "no space"), 21);
        request(60);
        refuse(60);
        assertFalse(pair.isRefused());
        assertEquals(OptionalLong.of(at(61)), pair.nextRequest());
    }

    @Test
    void aPollThatShowsTheBuildClosesTheRequest() {
        request(10);
        observe(BUILDING, 10);
        assertFalse(pair.isOpen());
        assertTrue(answer.isCancelled());
        assertTrue(pair.isAccepted());
    }

    @Test
    void aPollThatBeganBeforeTheRequestDoesNotCloseIt() {
        request(10);
        observe(BUILDING, 9);
        assertTrue(pair.isOpen());
    }

    @Test
    void aFailureThatAnEarlierPollShowsIsNotThatOfTheRequest() {
        pair = of(new DeltaState.Failed(7, "yesterday"));
        request(10);
        observe(new DeltaState.Failed(8, "somebody else's"), 9);
        observe(new DeltaState.Failed(8, "somebody else's"), 12);
        assertTrue(pair.isOpen());
        observe(new DeltaState.Failed(9, "no space"), 13);
        assertFalse(pair.isOpen());
    }

    @Test
    void anEarlierPollThatShowsNothingMakesNoOldFailureNew() {
        pair = of(new DeltaState.Failed(7, "yesterday"));
        request(10);
        observe(MISSING, 9);
        observe(new DeltaState.Failed(7, "yesterday"), 12);
        assertTrue(pair.isOpen());
    }

    private static DeltaAttempts of(DeltaState state) {
        return new DeltaAttempts(new ImagePair(1, 2), state, 2, Duration.ofSeconds(1), START);
    }

    private static long at(long second) {
        return START + second * SECOND;
    }

    private void request(long second) {
        answer = new CompletableFuture<>();
        pair.requested(answer, at(second));
    }

    private void accept(boolean isThere, long second) {
        assertTrue(pair.closes(answer));
        pair.accepted(isThere, at(second));
    }

    private void fail(Duration retryAfter, long second) {
        assertTrue(pair.closes(answer));
        pair.requestFailed(DOWN, retryAfter, at(second));
    }

    private void refuse(long second) {
        assertTrue(pair.closes(answer));
        pair.requestRefused(new DeltaResponse.Refused(404, "HTTP 404"), at(second));
    }

    private void observe(DeltaState seen, long second) {
        pair.observe(seen, at(second), at(second));
    }

    private void failTwice() {
        for (int second = 0; second < 10; second += 5) {
            request(second);
            fail(Duration.ZERO, second);
        }
    }

    private void refuseTwice() {
        for (int second = 0; second < 10; second += 5) {
            request(second);
            refuse(second);
        }
    }
}
