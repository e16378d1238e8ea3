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
 * Tries several ways to get the same thing. Each attempt starts when the one before it fails, or after a delay if that
 * takes longer; the first success wins. Everything runs in one Vert.x context.
 *
 * @param <W> the type of a way
 * @param <T> the type of the result
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
     * @param late receives the result of an attempt that succeeded after another one
     */
    Race(Vertx vertx, List<W> ways, Function<W, Future<T>> attempt, Consumer<T> late) {
        this.vertx = vertx;
        this.waiting = new ArrayDeque<>(ways);
        this.attempt = attempt;
        this.late = late;
    }

    /**
     * Starts the first attempt.
     *
     * @param head how long after the first attempt the second one starts
     * @param delay how long after each of the others the next one starts
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
        if (failure == null || significance(result.cause()) > significance(failure)) {
            failure = result.cause();
        }
        if (!waiting.isEmpty()) {
            startNext(later, later);
        } else if (underWay == 0) {
            winner.tryFail(failure);
        }
    }

    /** How much a failure says about the other side: that no way leads to it says the least. */
    private static int significance(Throwable failure) {
        if (failure instanceof ConnectException) {
            return 2;
        }
        if (failure instanceof SocketException) {
            return 1;
        }
        return failure instanceof IOException ? 4 : 3;
    }
}
