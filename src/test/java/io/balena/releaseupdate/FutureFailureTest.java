package io.balena.releaseupdate;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class FutureFailureTest {

    private static final IllegalStateException FAILURE = new IllegalStateException("a bug");

    @Test
    void whatFuturesWrapAroundAFailureIsTakenOff() {
        assertSame(FAILURE, FutureFailure.cause(new CompletionException(FAILURE)));
        assertSame(FAILURE, FutureFailure.cause(FAILURE));
    }

    @Test
    void aWrappingAroundNothingIsTheFailure() {
        var empty = new CompletionException("nothing inside", null);
        assertSame(empty, FutureFailure.cause(empty));
        assertNull(FutureFailure.cause(null));
    }
}
