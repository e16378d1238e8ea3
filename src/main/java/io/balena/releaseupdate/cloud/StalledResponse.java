package io.balena.releaseupdate.cloud;

import java.io.IOException;
import java.time.Duration;

/** A successful response that stopped before its end while the connection stayed open. */
final class StalledResponse extends IOException {

    private static final long serialVersionUID = 1;

    StalledResponse(Duration silence) {
        super("the answer stopped before its end, and nothing came for " + silence.toSeconds() + " s");
    }
}
