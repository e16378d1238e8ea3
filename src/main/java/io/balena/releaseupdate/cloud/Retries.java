package io.balena.releaseupdate.cloud;

import io.balena.releaseupdate.model.Deadline;
import io.smallrye.faulttolerance.api.CustomBackoffStrategy;
import io.smallrye.faulttolerance.api.TypedGuard;
import jakarta.enterprise.util.TypeLiteral;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Repeats requests that failed for a transient reason. */
record Retries(Timeouts timeouts) {

    /** The longest pause that follows a server's {@code Retry-After}; then the request is repeated anyway. */
    static final Duration LONGEST_POSTPONEMENT = Duration.ofMinutes(5);

    /** A shorter {@code Retry-After} counts as an ordinary repetition. */
    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    /**
     * Sends a request, and repeats it while it fails for a transient reason and the next pause ends before the
     * deadline. If the server sends {@code Retry-After}, the request is repeated at that time, however often, up to the
     * deadline; without a deadline only if the pause is short.
     *
     * @param request starts it; each repetition calls it again
     * @param beforePause receives the failure and the pause before each repetition
     */
    <T> CompletionStage<T> run(
            Supplier<CompletionStage<T>> request, Deadline deadline, BiConsumer<Throwable, Duration> beforePause) {
        return run(request, new Pauses(timeouts, deadline, !deadline.isEndless(), beforePause));
    }

    /**
     * As {@link #run}, for callers that repeat requests themselves with longer pauses: if {@code Retry-After} is longer
     * than the usual pauses, the failure is passed on.
     */
    <T> CompletionStage<T> runBriefly(
            Supplier<CompletionStage<T>> request, Deadline deadline, BiConsumer<Throwable, Duration> beforePause) {
        return run(request, new Pauses(timeouts, deadline, false, beforePause));
    }

    private static <T> CompletionStage<T> run(Supplier<CompletionStage<T>> request, Pauses pauses) {
        return TypedGuard.create(new TypeLiteral<CompletionStage<T>>() {})
                .withRetry()
                // No limit here: the pauses have it.
                .maxRetries(-1)
                .maxDuration(0, ChronoUnit.MILLIS)
                .jitter(0, ChronoUnit.MILLIS)
                .whenException(TransientFailures::isTransient)
                .withCustomBackoff()
                .strategy(() -> pauses)
                .done()
                .done()
                .build()
                .get(request);
    }

    /** The pauses between the tries of one request: doubled each time, with jitter; longer if the server says so. */
    static final class Pauses implements CustomBackoffStrategy {
        private final Timeouts timeouts;
        private final Deadline deadline;
        private final boolean waits;
        private final BiConsumer<Throwable, Duration> beforePause;
        private Duration own;
        private int repetitions;

        /** @param waits whether to follow {@code Retry-After} however often and long */
        Pauses(Timeouts timeouts, Deadline deadline, boolean waits, BiConsumer<Throwable, Duration> beforePause) {
            this.timeouts = timeouts;
            this.deadline = deadline;
            this.waits = waits;
            this.beforePause = beforePause;
            this.own = timeouts.firstPause();
        }

        @Override
        public long nextDelayInMillis(Throwable failure) {
            return next(failure).toMillis();
        }

        /** The pause before the next try; throws the failure if there is none. */
        synchronized Duration next(Throwable failure) {
            Duration jittered =
                    own.dividedBy(2).plusMillis(ThreadLocalRandom.current().nextLong(own.toMillis() / 2 + 1));
            Duration retryAfter = Failures.retryAfter(failure).orElse(Duration.ZERO);
            boolean followsServer = waits && retryAfter.compareTo(A_MOMENT) >= 0;
            Duration pause = jittered.compareTo(retryAfter) > 0 ? jittered : retryAfter;
            if (followsServer) {
                pause = pause.compareTo(LONGEST_POSTPONEMENT) < 0 ? pause : LONGEST_POSTPONEMENT;
            } else if (++repetitions > timeouts.retries() || pause.compareTo(timeouts.longestPause()) > 0) {
                throw new CompletionException(failure);
            } else {
                own = own.multipliedBy(2);
            }
            if (pause.compareTo(deadline.remaining()) >= 0) {
                throw new CompletionException(failure);
            }
            beforePause.accept(failure, pause);
            return pause;
        }
    }
}
