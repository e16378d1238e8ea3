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

/** Repeats requests that failed for a reason that may pass. */
record Retries(Timeouts patience) {

    /** A server that names a time is believed for so long at a time; then the request is made again. */
    static final Duration LONGEST_POSTPONEMENT = Duration.ofMinutes(5);

    /** A wait that a server wants and that is not worth a word. */
    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    /**
     * Does a request, again while it fails for a passing reason and the next pause ends before the deadline. If the
     * server says when to come back, that is done up to the deadline, however often; without a deadline only if it is soon.
     *
     * @param request starts it; each repetition calls it again
     * @param beforePause is told the failure and the pause before each repetition
     */
    <T> CompletionStage<T> run(
            Supplier<CompletionStage<T>> request, Deadline deadline, BiConsumer<Throwable, Duration> beforePause) {
        return run(request, new Pauses(patience, deadline, !deadline.isEndless(), beforePause));
    }

    /**
     * As {@link #run}, for callers that repeat the whole and make longer pauses themselves: if the server wants to be left
     * alone for longer than the usual pauses, the failure is passed on.
     */
    <T> CompletionStage<T> runBriefly(
            Supplier<CompletionStage<T>> request, Deadline deadline, BiConsumer<Throwable, Duration> beforePause) {
        return run(request, new Pauses(patience, deadline, false, beforePause));
    }

    private static <T> CompletionStage<T> run(Supplier<CompletionStage<T>> request, Pauses pauses) {
        return TypedGuard.create(new TypeLiteral<CompletionStage<T>>() {})
                .withRetry()
                // Without a limit here: the pauses know it.
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
        private final Timeouts patience;
        private final Deadline deadline;
        private final boolean waits;
        private final BiConsumer<Throwable, Duration> beforePause;
        private Duration own;
        private int repetitions;

        /** @param waits whether to come back as often and as late as the server says */
        Pauses(Timeouts patience, Deadline deadline, boolean waits, BiConsumer<Throwable, Duration> beforePause) {
            this.patience = patience;
            this.deadline = deadline;
            this.waits = waits;
            this.beforePause = beforePause;
            this.own = patience.firstPause();
        }

        @Override
        public long nextDelayInMillis(Throwable failure) {
            return next(failure).toMillis();
        }

        /** The pause before the next try; throws the failure if there is none. */
        synchronized Duration next(Throwable failure) {
            Duration jittered =
                    own.dividedBy(2).plusMillis(ThreadLocalRandom.current().nextLong(own.toMillis() / 2 + 1));
            Duration asked = Failures.retryAfter(failure).orElse(Duration.ZERO);
            boolean isOnInvitation = waits && asked.compareTo(A_MOMENT) >= 0;
            Duration pause = jittered.compareTo(asked) > 0 ? jittered : asked;
            if (isOnInvitation) {
                pause = pause.compareTo(LONGEST_POSTPONEMENT) < 0 ? pause : LONGEST_POSTPONEMENT;
            } else if (++repetitions > patience.retries() || pause.compareTo(patience.longestPause()) > 0) {
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
