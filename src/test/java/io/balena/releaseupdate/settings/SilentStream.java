package io.balena.releaseupdate.settings;

import java.io.InputStream;
import java.util.concurrent.CountDownLatch;

/** A terminal without input. */
final class SilentStream extends InputStream {

    private final CountDownLatch never = new CountDownLatch(1);

    @Override
    public int read() {
        while (true) {
            try {
                never.await();
            } catch (InterruptedException e) {
                // Ignored, as other streams do.
            }
        }
    }
}
