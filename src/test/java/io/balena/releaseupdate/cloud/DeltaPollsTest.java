package io.balena.releaseupdate.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.DeltaState;
import io.balena.releaseupdate.model.ImagePair;
import io.quarkus.test.junit.QuarkusTest;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.LongStream;
import org.jboss.resteasy.reactive.RestResponse;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DeltaPollsTest {

    /** Some nine requests. */
    private static final List<ImagePair> PAIRS = LongStream.range(0, 3_000)
            .mapToObj(i -> new ImagePair(1_000_000 + i, 2_000_000 + i))
            .toList();

    private final List<CompletableFuture<RestResponse<String>>> requests = new ArrayList<>();
    private final Map<ImagePair, DeltaState> shown = new HashMap<>();
    private int whoAmI;

    private final BalenaApi api = (BalenaApi) Proxy.newProxyInstance(
            BalenaApi.class.getClassLoader(), new Class<?>[] {BalenaApi.class}, (self, method, arguments) -> {
                if (method.getName().equals("whoAmI")) {
                    whoAmI++;
                    return CompletableFuture.completedFuture(RestResponse.ok("{}"));
                }
                assertEquals("deltas", method.getName());
                var response = new CompletableFuture<RestResponse<String>>();
                requests.add(response);
                return response;
            });

    @Test
    void aFewRequestsAreMadeSideBySide() {
        CompletableFuture<Void> poll = poll();
        assertEquals(DeltaPolls.REQUESTS_AT_ONCE, requests.size());
        respond(1);
        assertEquals(DeltaPolls.REQUESTS_AT_ONCE + 1, requests.size(), "the next one at once");
        assertTrue(shown.size() > 100, "handed on as they come");
        respondToAll();
        assertTrue(poll.isDone());
        assertEquals(PAIRS.size(), shown.size());
    }

    @Test
    void whatArrivedCountsWhateverHappensToTheOthers() {
        CompletableFuture<Void> poll = poll();
        requests.get(2).completeExceptionally(new HttpFailure(404, "", Optional.empty()));
        respondToAll();
        var failure = assertThrows(CompletionException.class, poll::join);
        assertInstanceOf(BalenaException.Unavailable.class, failure.getCause());
        assertTrue(shown.size() > 2_000 && shown.size() < 3_000, shown.size() + " shown");
    }

    @Test
    void anAnswerThatNeverComesKeepsNoOtherBack() {
        CompletableFuture<Void> poll = poll();
        var hanging = requests.get(0);
        for (int i = 1; i < requests.size(); i++) {
            respond(i);
        }
        assertTrue(shown.size() > 2_000, shown.size() + " shown");
        assertFalse(poll.isDone());
        assertFalse(hanging.isDone());
    }

    @Test
    void aServerThatWantsToBeLeftAloneGetsNoMoreRequests() {
        CompletableFuture<Void> poll = poll();
        requests.get(0).completeExceptionally(new HttpFailure(429, "", Optional.of(Duration.ofHours(1))));
        respondToAll();
        assertEquals(DeltaPolls.REQUESTS_AT_ONCE, requests.size());
        var failure = assertThrows(CompletionException.class, poll::join);
        assertEquals(
                Duration.ofHours(1),
                assertInstanceOf(BalenaException.Unavailable.class, failure.getCause())
                        .retryAfter());
    }

    @Test
    void aRefusalOfAValidTokenIsNoInvalidToken() {
        CompletableFuture<Void> poll = poll();
        requests.get(0).completeExceptionally(new HttpFailure(401, "", Optional.empty()));
        respondToAll();
        var failure = assertThrows(CompletionException.class, poll::join);
        assertTrue(assertInstanceOf(BalenaException.Unavailable.class, failure.getCause())
                .isRefusal());
        assertEquals(1, whoAmI);
    }

    @Test
    void aPollThatWasEndedShowsNothingMore() {
        CompletableFuture<Void> poll = poll();
        poll.cancel(true);
        respondToAll();
        assertEquals(Map.of(), shown);
        assertEquals(DeltaPolls.REQUESTS_AT_ONCE, requests.size());
    }

    private CompletableFuture<Void> poll() {
        ErrorMessages errors = new ErrorMessages(
                URI.create("https://api.balena.test"),
                Optional.empty(),
                Credentials.of("0123456789abcdef", "the test"),
                notice -> {});
        Requests all = new Requests(api, errors.credentials(), errors, new Retries(Timeouts.DEFAULT));
        return new DeltaPolls(api, all).poll(PAIRS, Deadline.never(), shown::putAll);
    }

    private void respondToAll() {
        for (int i = 0; i < requests.size(); i++) {
            respond(i);
        }
    }

    private void respond(int request) {
        requests.get(request).complete(RestResponse.ok("{\"d\":[]}"));
    }
}
