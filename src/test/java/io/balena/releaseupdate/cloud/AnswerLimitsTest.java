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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies that keep coming. */
class AnswerLimitsTest {

    private static final long MUCH = 64 * 1024;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aGoodAnswerThatTricklesIsEnded() {
        Throwable failure = ask(200, " ", new AnswerLimits(MUCH, Duration.ofMillis(100)));

        assertInstanceOf(AnswerLimits.EndlessAnswer.class, failure);
        assertEquals("a body that takes more than 0 s", failure.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"302", "404", "503"})
    void aFailureThatTricklesStaysThatFailure(int status) {
        HttpFailure failure =
                assertInstanceOf(HttpFailure.class, ask(status, " ", new AnswerLimits(MUCH, Duration.ofMillis(100))));
        assertEquals(status, failure.status());
    }

    @Test
    void aGoodAnswerThatGrowsIsEnded() {
        Throwable failure = ask(200, " ".repeat(1024), new AnswerLimits(MUCH, Duration.ofHours(1)));

        assertEquals("a body that is larger than 64 KiB", failure.getMessage());
    }

    @Test
    void bothKindsOfServersHaveFiveMinutes() {
        assertEquals(Duration.ofMinutes(5), AnswerLimits.API.time());
        assertEquals(Duration.ofMinutes(5), AnswerLimits.DELTA_SERVER.time());
        assertTrue(AnswerLimits.API.bytes() > AnswerLimits.DELTA_SERVER.bytes());
    }

    /** What becomes of a request to a server that sends a piece of its answer every few milliseconds, for ever. */
    private Throwable ask(int status, String piece, AnswerLimits limits) {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> {
                    HttpServerResponse response =
                            request.response().setStatusCode(status).setChunked(true);
                    long timer = vertx.setPeriodic(5, tick -> response.write(piece));
                    response.closeHandler(closed -> vertx.cancelTimer(timer));
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        HttpClient client = vertx.createHttpClient();
        var body = client.request(HttpMethod.GET, server.actualPort(), "127.0.0.1", "/")
                .compose(request -> {
                    limits.accept(request);
                    return request.send().compose(response -> response.body().map(Buffer::length));
                })
                .toCompletionStage()
                .toCompletableFuture();
        return Failures.unwrap(assertThrows(CompletionException.class, body::join));
    }
}
