package io.balena.releaseupdate.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RaceTest {

    private static final Duration NEVER = Duration.ofDays(1);
    private static final Duration SOON = Duration.ofMillis(1);

    private final Vertx vertx = Vertx.vertx();
    private final List<String> tried = new ArrayList<>();
    private final List<String> late = new ArrayList<>();
    private final Map<String, Promise<String>> ways =
            Stream.of("a", "b", "c").collect(Collectors.toMap(Function.identity(), way -> Promise.promise()));

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void theFirstWayThatLeadsThereIsTheOnlyOne() {
        ways.get("a").complete("A");

        assertEquals("A", run(NEVER, NEVER).join());
        assertEquals(List.of("a"), tried);
    }

    @Test
    void aWayThatFailsIsFollowedByTheNextAtOnce() {
        ways.get("a").fail(new ConnectException());
        ways.get("b").complete("B");

        assertEquals("B", run(NEVER, NEVER).join());
        assertEquals(List.of("a", "b"), tried);
    }

    @Test
    void aWayThatTakesTimeIsFollowedByTheNextWithoutWaitingForIt() {
        ways.get("c").complete("C");

        assertEquals("C", run(SOON, SOON).join());
        assertEquals(List.of("a", "b", "c"), tried);
    }

    @Test
    void theFirstWayMayHaveMoreTimeThanTheOthers() {
        var winner = run(NEVER, SOON);
        assertFalse(winner.isDone());

        ways.get("a").fail(new ConnectException());
        ways.get("c").complete("C");

        assertEquals("C", winner.join());
    }

    @Test
    void whatComesLateIsGivenBack() {
        ways.get("b").complete("B");
        assertEquals("B", run(SOON, NEVER).join());

        ways.get("a").complete("A");

        assertEquals(List.of("A"), late);
    }

    @Test
    void theFailureThatSaysMostIsReported() {
        Exception certificate = new SSLHandshakeException("not trusted");
        ways.get("a").fail(new NoRouteToHostException());
        ways.get("b").fail(certificate);
        ways.get("c").fail(new ConnectException());

        assertSame(
                certificate,
                assertThrows(CompletionException.class, run(NEVER, NEVER)::join).getCause());
    }

    @Test
    void aRefusalSaysMoreThanThatThereIsNoRoute() {
        Exception refusal = new ConnectException();
        ways.get("a").fail(new NoRouteToHostException());
        ways.get("b").fail(refusal);
        ways.get("c").fail(new NoRouteToHostException());

        assertSame(
                refusal,
                assertThrows(CompletionException.class, run(NEVER, NEVER)::join).getCause());
    }

    private CompletableFuture<String> run(Duration head, Duration delay) {
        Promise<String> winner = Promise.promise();
        Function<String, Future<String>> attempt = way -> {
            tried.add(way);
            return ways.get(way).future();
        };
        vertx.runOnContext(start -> new Race<>(vertx, List.of("a", "b", "c"), attempt, late::add)
                .run(head, delay)
                .onComplete(winner));
        return winner.future().toCompletionStage().toCompletableFuture();
    }
}
