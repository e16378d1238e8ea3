package io.balena.releaseupdate;

import java.util.concurrent.CompletionException;

/** The failure of a future. */
final class FutureFailure {

    private FutureFailure() {}

    /** The failure without the exceptions that futures wrap around it; null if there is none. */
    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
