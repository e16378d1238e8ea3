package io.balena.releaseupdate.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.PreparationOptions;
import io.balena.releaseupdate.ReleaseUpdates;
import io.balena.releaseupdate.cli.process.ExitCode;
import io.balena.releaseupdate.cloud.Connection;
import io.balena.releaseupdate.cloud.Timeouts;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.Preparation;
import io.balena.releaseupdate.model.PreparationEvent;
import io.balena.releaseupdate.model.ReleaseReference;
import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.sandbox.Sandbox;
import io.balena.releaseupdate.settings.Network;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A {@code --wait} against a sandbox with a fault, and how it ended. */
final class FaultyWait {

    /** Enough for a server that answers, on a machine with much else to do, and soon over with one that does not. */
    static final Timeouts LITTLE = new Timeouts(
            Duration.ofSeconds(4),
            Duration.ofMillis(1_500),
            Duration.ofMillis(2_000),
            2,
            Duration.ofMillis(10),
            Duration.ofMillis(200));

    static final Duration LONG = Duration.ofSeconds(40);
    static final Duration SHORT = Duration.ofSeconds(4);

    private FaultyWait() {}

    /**
     * How it ended.
     *
     * @param requests those to the place where the fault is
     */
    record End(int exitCode, boolean hasDocument, long requests) {}

    /** What is expected: an exit code and a number of requests, {@code 7:1}, or at least so many, {@code 124:3+}. */
    record Expected(String text) {
        int exitCode() {
            return Integer.parseInt(text.substring(0, text.indexOf(':')));
        }

        void check(String fault, boolean hasDocument, End end) {
            String requests = text.substring(text.indexOf(':') + 1);
            long number = Long.parseLong(requests.replace("+", ""));
            boolean enough = requests.endsWith("+") ? end.requests() >= number : end.requests() == number;
            assertTrue(
                    end.exitCode() == exitCode() && end.hasDocument() == hasDocument && enough,
                    () -> fault + ": expected " + text + (hasDocument ? " with" : " without") + " a document, got "
                            + end);
        }

        /** Waits for the deadline take as long as it; the others end by themselves. */
        Duration timeout() {
            return exitCode() == 124 ? SHORT : LONG;
        }
    }

    static Connection connection(Sandbox sandbox) {
        return new Connection(sandbox.url(), sandbox.url(), Network.DIRECT, "test/1", LITTLE, notice -> {}, line -> {});
    }

    /** @return the exit code */
    static int run(
            ReleaseUpdates updates, Duration timeout, AtomicBoolean hasDocument, Consumer<PreparationEvent> events)
            throws InterruptedException {
        Deadline deadline = Deadline.after(timeout, System::nanoTime);
        ReleaseUpdate described;
        try {
            described = updates.describe(
                    new ReleaseReference.Id(1900102), new ReleaseReference.Id(1900106), Optional.empty(), deadline);
        } catch (BalenaException e) {
            return ExitCode.of(e).number();
        }
        hasDocument.set(true);
        Preparation end = updates.prepare(
                described, new PreparationOptions(true, deadline, Duration.ofMillis(50), 2, 10), events);
        try {
            ExitErrors.throwUnlessDone(end, described.with(end.states()), Optional.of(timeout));
            return 0;
        } catch (BalenaException e) {
            return ExitCode.of(e).number();
        }
    }
}
