package io.balena.releaseupdate.cli.fault;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.PreparationOptions;
import io.balena.releaseupdate.ReleaseUpdates;
import io.balena.releaseupdate.cli.error.PreparationErrors;
import io.balena.releaseupdate.cli.harness.TimeLapse;
import io.balena.releaseupdate.cli.process.ExitCode;
import io.balena.releaseupdate.cloud.BalenaCloud;
import io.balena.releaseupdate.cloud.Connection;
import io.balena.releaseupdate.cloud.Timeouts;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.Preparation;
import io.balena.releaseupdate.model.PreparationEvent;
import io.balena.releaseupdate.model.ReleaseReference;
import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.sandbox.Sandbox;
import io.balena.releaseupdate.settings.trust.Network;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A {@code --wait} against a sandbox with a fault, and how it ended. */
public final class FaultyWait {

    /** Longer than any answer takes that comes, on a machine with much else to do. */
    private static final Duration MUCH_PATIENCE = Duration.ofSeconds(60);

    /** With an answer that does not come. Others must come in that time. */
    private static final Duration SOME_PATIENCE = Duration.ofSeconds(4);

    /** With answers that never come. */
    private static final Duration LITTLE_PATIENCE = Duration.ofMillis(1_500);

    static final Duration LONG = Duration.ofSeconds(80);
    static final Duration SHORT = Duration.ofSeconds(4);

    /**
     * How much faster waits pass that the deadline does not end. Half a minute must stay longer than a busy machine holds
     * a thread up.
     */
    static final int HURRY = 5;

    private FaultyWait() {}

    /**
     * How it ended.
     *
     * @param requests those to the place where the fault is
     */
    record End(int exitCode, boolean hasDocument, long requests) {}

    /**
     * What is expected: an exit code and a number of requests, {@code 7:1}, one of two, {@code 0:3-4}, or at least so many,
     * {@code 124:3+}.
     */
    record Expected(String text) {
        int exitCode() {
            return Integer.parseInt(text.substring(0, text.indexOf(':')));
        }

        void check(String fault, boolean hasDocument, End end) {
            String requests = text.substring(text.indexOf(':') + 1);
            String[] bounds = requests.replace("+", "").split("-");
            long least = Long.parseLong(bounds[0]);
            long most = requests.endsWith("+") ? Long.MAX_VALUE : Long.parseLong(bounds[bounds.length - 1]);
            boolean enough = end.requests() >= least && end.requests() <= most;
            assertTrue(
                    end.exitCode() == exitCode() && end.hasDocument() == hasDocument && enough,
                    () -> fault + ": expected " + text + (hasDocument ? " with" : " without") + " a document, got "
                            + end);
        }

        /** Waits for the deadline take as long as it; the others end by themselves. */
        Duration timeout() {
            return exitCode() == 124 ? SHORT : LONG;
        }

        /** How fast time passes: as it does if the requests until the deadline are counted. */
        int speed() {
            return exitCode() == 124 ? 1 : HURRY;
        }
    }

    public static Timeouts timeouts(Duration answer) {
        return new Timeouts(Duration.ofSeconds(60), answer, answer, 2, Duration.ofMillis(10), Duration.ofMillis(200));
    }

    /** The less, the more answers do not come. */
    public static Timeouts timeouts(String fault) {
        if (fault.endsWith("=hang")) {
            return timeouts(LITTLE_PATIENCE);
        }
        return timeouts(fault.contains("=hang") ? SOME_PATIENCE : MUCH_PATIENCE);
    }

    public static Connection connection(Sandbox sandbox, Timeouts timeouts) {
        return new Connection(
                sandbox.url(), sandbox.url(), Network.DIRECT, "test/1", timeouts, notice -> {}, line -> {});
    }

    /**
     * Describes and prepares an update.
     *
     * @param clock measures the waits
     * @param timeout of each of the two, by the machine's clock
     * @return the exit code
     */
    static int run(
            BalenaCloud cloud,
            TimeLapse clock,
            Duration timeout,
            AtomicBoolean hasDocument,
            Consumer<PreparationEvent> events)
            throws InterruptedException {
        ReleaseUpdates updates = new ReleaseUpdates(cloud, () -> clock);
        ReleaseUpdate described;
        try {
            described = updates.describe(
                    new ReleaseReference.Id(1900102),
                    new ReleaseReference.Id(1900106),
                    Deadline.after(timeout, System::nanoTime));
        } catch (BalenaException e) {
            return ExitCode.of(e).number();
        }
        hasDocument.set(true);
        Deadline deadline = Deadline.after(timeout, System::nanoTime);
        Duration pause = Duration.ofMillis(50).multipliedBy(clock.speed());
        Preparation end = updates.prepare(described, new PreparationOptions(true, deadline, pause, 2, 10), events);
        try {
            PreparationErrors.throwUnlessDone(end, described.with(end.states()), Optional.of(timeout));
            return 0;
        } catch (BalenaException e) {
            return ExitCode.of(e).number();
        }
    }
}
