package io.balena.releaseupdate.cli.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** stdout and stderr in UTF-8, whatever the locale: a document is the same bytes everywhere. */
public final class StandardStreams {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private StandardStreams() {}

    /** Whether a stream leads to a terminal. Java has no way to ask; Linux has, and elsewhere it counts as a file. */
    static boolean leadsToTerminal(int descriptor) {
        try {
            String device = Files.readSymbolicLink(DESCRIPTORS.resolve(Integer.toString(descriptor)))
                    .toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /**
     * Puts something harmless in place of streams that the caller has closed. The next file or connection that is opened
     * gets the number of such a stream, and would get what is written to it. To be called before anything is opened.
     */
    public static void replaceClosed() {
        if (isClosed(0)) {
            System.setIn(InputStream.nullInputStream());
        }
        if (isClosed(1)) {
            System.setOut(new PrintStream(new Lost()));
        }
        if (isClosed(2)) {
            System.setErr(new PrintStream(OutputStream.nullOutputStream()));
        }
    }

    /** Linux tells; elsewhere a stream counts as open. */
    private static boolean isClosed(int number) {
        return Files.isDirectory(DESCRIPTORS) && !Files.isSymbolicLink(DESCRIPTORS.resolve(Integer.toString(number)));
    }

    /** A result that can't be written is an error. */
    private static final class Lost extends OutputStream {
        @Override
        public void write(int octet) throws IOException {
            throw new IOException("stdout is closed");
        }
    }

    /** The result goes there, in UTF-8. */
    public static PrintWriter out() {
        return new PrintWriter(new Utf8(System.out), true);
    }

    /** Messages and progress go there, in UTF-8. */
    public static PrintWriter err() {
        return new PrintWriter(new Utf8(System.err), true);
    }

    /** Writes bytes past the stream's own encoder. */
    private static final class Utf8 extends Writer {
        private final PrintStream stream;

        private Utf8(PrintStream stream) {
            this.stream = stream;
        }

        @Override
        public void write(char[] buffer, int offset, int length) throws IOException {
            stream.write(new String(buffer, offset, length).getBytes(StandardCharsets.UTF_8));
        }

        /** {@code Writer} would copy the text first. */
        @Override
        public void write(String text, int offset, int length) throws IOException {
            stream.write(text.substring(offset, offset + length).getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void flush() throws IOException {
            stream.flush();
            if (stream.checkError()) {
                throw new IOException("the stream is closed");
            }
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
