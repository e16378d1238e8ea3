package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.model.WaitClock;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Runs the command. Tests do so within their process, many times in a second; the same tests run the executable, as
 * classes whose names end in {@code IT}.
 */
interface CommandUnderTest {

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
        return of(WaitClock::system);
    }

    /** The same, but within this process it waits for deltas and pins twenty times as fast. */
    static CommandUnderTest hurried() {
        return of(() -> new TimeLapse(20));
    }

    private static CommandUnderTest of(Supplier<WaitClock> clocks) {
        return System.getProperty(CommandProcess.PROGRAM) == null ? new InProcess(clocks) : CommandProcess::run;
    }
}
