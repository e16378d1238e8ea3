package io.balena.releaseupdate;

import io.balena.releaseupdate.cloud.BalenaCloud;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.WaitClock;
import java.time.Duration;
import java.util.function.Consumer;

/** Checks during a wait, at limited intervals, whether balena still accepts the token. */
final class TokenCheck {

    private static final Duration PAUSE_BETWEEN_CHECKS = Duration.ofMinutes(1);

    private final BalenaCloud cloud;
    private final Deadline deadline;
    private final WaitClock time;
    private final Inbox inbox;
    private final Consumer<BalenaException> refused;
    private long earliest;

    /** @param refused is called if the token is no longer valid, on the loop's thread */
    TokenCheck(BalenaCloud cloud, Deadline deadline, WaitClock time, Inbox inbox, Consumer<BalenaException> refused) {
        this.cloud = cloud;
        this.deadline = deadline;
        this.time = time;
        this.inbox = inbox;
        this.refused = refused;
        this.earliest = time.nanoTime();
    }

    /** Starts a check unless one was made recently. */
    void start() {
        long now = time.nanoTime();
        if (now - earliest < 0) {
            return;
        }
        earliest = now + PAUSE_BETWEEN_CHECKS.toNanos();
        cloud.checkToken(deadline)
                .whenComplete((valid, failure) -> inbox.post(() -> {
                    if (FutureFailure.cause(failure) instanceof BalenaException.NotLoggedIn notLoggedIn) {
                        refused.accept(notLoggedIn);
                    }
                }));
    }
}
