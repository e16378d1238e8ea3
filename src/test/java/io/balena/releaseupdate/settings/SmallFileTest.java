package io.balena.releaseupdate.settings;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.model.Deadline;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import org.junit.jupiter.api.Test;

class SmallFileTest {

    @Test
    void readsAStream() throws IOException {
        assertArrayEquals(
                new byte[] {1, 2}, SmallFile.read(new ByteArrayInputStream(new byte[] {1, 2}), 1, Deadline.never()));
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
        assertTrue(assertThrows(IOException.class, () -> SmallFile.read(in, 1, Deadline.never())) == broken);
    }

    @Test
    void anInterruptionEndsTheReadingOfASilentStream() {
        Thread.currentThread().interrupt();
        assertThrows(InterruptedIOException.class, () -> SmallFile.read(new SilentStream(), 1, Deadline.never()));
        assertTrue(Thread.interrupted(), "who called it sees it, too");
    }
}
