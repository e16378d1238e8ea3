package io.balena.releaseupdate.cloud;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class SmallFileTest {

    @Test
    void readsAStream() throws IOException {
        assertArrayEquals(new byte[] {1, 2}, SmallFile.read(new ByteArrayInputStream(new byte[] {1, 2}), 1));
    }

    @Test
    void theFailureOfAStreamIsItsOwn() {
        IOException broken = new IOException("broken");
        InputStream in = new InputStream() {
            @Override
            public int read() throws IOException {
                throw broken;
            }
        };
        assertTrue(assertThrows(IOException.class, () -> SmallFile.read(in, 1)) == broken);
    }

    /** As a terminal is at which nobody types. */
    @Test
    void anInterruptionEndsTheReadingOfASilentStream() {
        CountDownLatch never = new CountDownLatch(1);
        InputStream silent = new InputStream() {
            @Override
            public int read() {
                while (true) {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        // Streams don't mind.
                    }
                }
            }
        };
        Thread.currentThread().interrupt();
        assertThrows(InterruptedIOException.class, () -> SmallFile.read(silent, 1));
        assertTrue(Thread.interrupted(), "who called it sees it, too");
    }
}
