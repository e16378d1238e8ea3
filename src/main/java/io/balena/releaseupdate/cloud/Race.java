package io.balena.releaseupdate.cloud;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Tries several ways to the same thing. The next one starts as soon as the last failed, or a moment after it began
 * without waiting for that; the first that succeeds counts. All of it runs in one context of Vert.x.
 *
 * @param <W> the ways
 * @param <T> what they lead to
 */
final class Race<W, T> {

    private final Vertx vertx;
    private final Deque<W> waiting;
    private final Function<W, Future<T>> attempt;
    private final Consumer<T> late;
    private final Promise<T> winner = Promise.promise();
    private int underWay;
    private long timer = -1;
    private Throwable failure;

    /**
     * @param attempt tries a way
     * @param late gets what an attempt came to that succeeded too, after another one
     */
    Race(Vertx vertx, List<W> ways, Function<W, Future<T>> attempt, Consumer<T> late) {
        this.vertx = vertx;
        this.waiting = new ArrayDeque<>(ways);
        this.attempt = attempt;
        this.late = late;
    }

    /**
     * Starts it.
     *
     * @param head how long the first way has before the second one starts
     * @param delay how long each of the others has
     */
    Future<T> run(Duration head, Duration delay) {
        startNext(head, delay);
        return winner.future();
    }

    private void startNext(Duration pause, Duration later) {
        vertx.cancelTimer(timer);
        underWay++;
        Future<T> attempted = attempt.apply(waiting.remove());
        if (!waiting.isEmpty()) {
            timer = vertx.setTimer(pause.toMillis(), id -> startNext(later, later));
        }
        attempted.onComplete(result -> ended(result, later));
    }

    private void ended(AsyncResult<T> result, Duration later) {
        underWay--;
        if (result.succeeded()) {
            if (winner.tryComplete(result.result())) {
                waiting.clear();
                vertx.cancelTimer(timer);
            } else {
                late.accept(result.result());
            }
            return;
        }
        if (failure == null || tells(result.cause()) > tells(failure)) {
            failure = result.cause();
        }
        if (!waiting.isEmpty()) {
            startNext(later, later);
        } else if (underWay == 0) {
            winner.tryFail(failure);
        }
    }

    /** How much a failure says of the other side: that there is no way to it is the least. */
    private static int tells(Throwable failure) {
        if (failure instanceof ConnectException) {
            return 2;
        }
        if (failure instanceof SocketException) {
            return 1;
        }
        return failure instanceof IOException ? 4 : 3;
    }
}
