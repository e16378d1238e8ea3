package io.balena.releaseupdate.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** stdout and stderr in UTF-8, whatever the locale: a document is the same bytes everywhere. */
final class StandardStreams {

    private StandardStreams() {}

    static PrintWriter out() {
        return new PrintWriter(new Utf8(System.out), true);
    }

    static PrintWriter err() {
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
