package io.balena.releaseupdate.cli.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sun.misc.Signal;

class SignalsTest {

    @ParameterizedTest
    @CsvSource({"TERM, 0, true", "TERM, 499, true", "HUP, 499, true", "TERM, 500, false", "INT, 90000, false"})
    void signalsWithinHalfASecondAreOne(String name, long milliseconds, boolean isOne) {
        // The clock's zero is arbitrary, and it may overflow.
        for (long start : new long[] {0, -1, Long.MAX_VALUE - 1}) {
            Signals.Received first = new Signals.Received(new Signal("TERM"), start);
            Signals.Received second =
                    new Signals.Received(new Signal(name), start + TimeUnit.MILLISECONDS.toNanos(milliseconds));
            assertEquals(isOne, first.isSentAgainBy(second));
        }
    }
}
