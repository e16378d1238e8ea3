package io.balena.releaseupdate.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies that keep coming. */
class ResponseWatchTest {

    private static final long MUCH = 64 * 1024;
    private static final Duration LONG = Duration.ofHours(1);

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aGoodAnswerThatTricklesIsEnded() {
        Throwable failure = failure(200, " ", new ResponseLimits(MUCH, Duration.ofMillis(100), LONG));

        assertInstanceOf(ResponseLimits.EndlessResponse.class, failure);
        assertEquals("a body that takes more than 0 s", failure.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"302", "404", "503"})
    void aFailureThatTricklesStaysThatFailure(int status) {
        HttpFailure failure = assertInstanceOf(
                HttpFailure.class, failure(status, " ", new ResponseLimits(MUCH, Duration.ofMillis(100), LONG)));
        assertEquals(status, failure.status());
    }

    @Test
    void aGoodAnswerThatGrowsIsEnded() {
        Throwable failure = failure(200, " ".repeat(1024), new ResponseLimits(MUCH, LONG, LONG));

        assertEquals("a body that is larger than 64 KiB", failure.getMessage());
    }

    /** Like nginx when its upstream hangs. */
    @ParameterizedTest
    @CsvSource({"'', 100, 3600000", "some, 100, 3600000", "some, 3600000, 100"})
    void anAnswerThatStopsIsEnded(String beginning, long silence, long time) {
        ResponseLimits limits = new ResponseLimits(MUCH, Duration.ofMillis(time), Duration.ofMillis(silence));

        Throwable failure = askForStopped(200, beginning, limits);

        if (silence < time) {
            assertInstanceOf(StalledResponse.class, failure);
            assertTrue(TransientFailures.isTransient(failure));
            assertEquals("the answer stopped before its end, and nothing came for 0 s", Failures.describe(failure));
        } else {
            assertInstanceOf(ResponseLimits.EndlessResponse.class, failure);
        }
    }

    @Test
    void aFailureThatStopsStaysThatFailure() {
        ResponseLimits limits = new ResponseLimits(MUCH, LONG, Duration.ofMillis(100));

        assertEquals(
                503,
                assertInstanceOf(HttpFailure.class, askForStopped(503, "some", limits))
                        .status());
    }

    @Test
    void aPauseThatIsShorterEndsNothing() {
        Throwable failure =
                failure(200, " ", new ResponseLimits(MUCH, Duration.ofMillis(1_000), Duration.ofMillis(400)));

        assertInstanceOf(ResponseLimits.EndlessResponse.class, failure);
    }

    @Test
    void bothKindsOfServersAllowHalfAMinuteOfSilence() {
        assertEquals(Duration.ofSeconds(30), ResponseLimits.API.silence());
        assertEquals(Duration.ofSeconds(30), ResponseLimits.DELTA_SERVER.silence());
    }

    @Test
    void bothKindsOfServersHaveFiveMinutes() {
        assertEquals(Duration.ofMinutes(5), ResponseLimits.API.time());
        assertEquals(Duration.ofMinutes(5), ResponseLimits.DELTA_SERVER.time());
        assertTrue(ResponseLimits.API.bytes() > ResponseLimits.DELTA_SERVER.bytes());
    }

    /** The failure of a request to a server that sends a piece of its body every few milliseconds, forever. */
    private Throwable failure(int status, String piece, ResponseLimits limits) {
        return failure(status, limits, response -> {
            long timer = vertx.setPeriodic(5, tick -> response.write(piece));
            response.closeHandler(closed -> vertx.cancelTimer(timer));
        });
    }

    /** The failure of a request to a server that sends only the beginning of its body. */
    private Throwable askForStopped(int status, String beginning, ResponseLimits limits) {
        return failure(status, limits, response -> response.write(beginning.isEmpty() ? "\n" : beginning));
    }

    private Throwable failure(int status, ResponseLimits limits, Consumer<HttpServerResponse> responder) {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> responder.accept(
                        request.response().setStatusCode(status).setChunked(true)))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        HttpClient client = vertx.createHttpClient();
        var body = client.request(HttpMethod.GET, server.actualPort(), "127.0.0.1", "/")
                .compose(request -> {
                    ResponseWatch.over(request, limits);
                    return request.send().compose(response -> response.body().map(Buffer::length));
                })
                .toCompletionStage()
                .toCompletableFuture();
        return Failures.unwrap(assertThrows(CompletionException.class, body::join));
    }
}
