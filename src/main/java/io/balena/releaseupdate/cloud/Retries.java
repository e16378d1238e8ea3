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
record Retries(Patience patience) {

    /**
     * Does a request, again while it fails for a passing reason and the next pause ends before the deadline.
     *
     * @param request starts it; each repetition calls it again
     * @param beforePause is told the failure and the pause before each repetition
     */
    <T> CompletionStage<T> run(
            Supplier<CompletionStage<T>> request, Deadline deadline, BiConsumer<Throwable, Duration> beforePause) {
        return TypedGuard.create(new TypeLiteral<CompletionStage<T>>() {})
                .withRetry()
                .maxRetries(patience.retries())
                .maxDuration(0, ChronoUnit.MILLIS)
                .jitter(0, ChronoUnit.MILLIS)
                .whenException(Failures::mayPass)
                .withCustomBackoff()
                .strategy(() -> new Pauses(patience, deadline, beforePause))
                .done()
                .done()
                .build()
                .get(request);
    }

    /** The pauses between the tries of one request: doubled each time, with jitter; longer where the server says so. */
    private static final class Pauses implements CustomBackoffStrategy {
        private final Patience patience;
        private final Deadline deadline;
        private final BiConsumer<Throwable, Duration> beforePause;
        private Duration own;

        private Pauses(Patience patience, Deadline deadline, BiConsumer<Throwable, Duration> beforePause) {
            this.patience = patience;
            this.deadline = deadline;
            this.beforePause = beforePause;
            this.own = patience.firstPause();
        }

        @Override
        public synchronized long nextDelayInMillis(Throwable failure) {
            Duration jittered =
                    own.dividedBy(2).plusMillis(ThreadLocalRandom.current().nextLong(own.toMillis() / 2 + 1));
            Duration pause = Failures.retryAfter(failure)
                    .filter(asked -> asked.compareTo(jittered) > 0)
                    .orElse(jittered);
            if (pause.compareTo(patience.longestPause()) > 0 || pause.compareTo(deadline.remaining()) >= 0) {
                throw new CompletionException(failure);
            }
            beforePause.accept(failure, pause);
            own = own.multipliedBy(2);
            return pause.toMillis();
        }
    }
}
