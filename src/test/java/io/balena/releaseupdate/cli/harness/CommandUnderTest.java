package io.balena.releaseupdate.cli.harness;

import io.balena.releaseupdate.cli.InProcess;
import io.balena.releaseupdate.cloud.Timeouts;
import io.balena.releaseupdate.model.WaitClock;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Runs the command. Tests do so within their process, many times in a second; the same tests run the executable, as
 * classes whose names end in {@code IT}.
 */
public interface CommandUnderTest {

    /** How much faster than it is, where a test is in a hurry. */
    int SPEED = 10;

    /**
     * @param variables its environment, as far as it may have a meaning for it
     * @param stdin what it finds there
     */
    Ended run(Map<String, String> variables, String stdin, List<String> arguments);

    default Ended run(String... arguments) {
        return run(Map.of(), "", List.of(arguments));
    }

    /** What is shipped where the build says what that is; else within this process, which must be a Quarkus test. */
    static CommandUnderTest get() {
        return of(() -> new InProcess(WaitClock::system, Timeouts.DEFAULT));
    }

    /**
     * The same, but within this process it waits for deltas and pins, and with requests that failed, ten times as
     * fast. Time limits are as long as ever.
     */
    static CommandUnderTest hurried() {
        Timeouts usual = Timeouts.DEFAULT;
        Timeouts timeouts = new Timeouts(
                usual.connect(),
                usual.api(),
                usual.delta(),
                usual.retries(),
                usual.firstPause().dividedBy(SPEED),
                usual.longestPause());
        return of(() -> new InProcess(() -> new TimeLapse(SPEED), timeouts));
    }

    private static CommandUnderTest of(Supplier<CommandUnderTest> inProcess) {
        return System.getProperty(CommandProcess.PROGRAM) == null ? inProcess.get() : CommandProcess::run;
    }
}
