package io.balena.releaseupdate;

import java.util.concurrent.CompletionException;

/** The failure that a future passes on. */
final class FutureFailure {

    private FutureFailure() {}

    /** The failure itself, without what futures wrap around it; null if there is none. */
    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
