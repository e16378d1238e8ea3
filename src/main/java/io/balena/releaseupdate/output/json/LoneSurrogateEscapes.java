package io.balena.releaseupdate.output.json;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;
import java.util.Locale;

/**
 * Writes lone surrogates, which have no UTF-8 form, as {@code JSON.stringify} does: as escapes. Both halves of a pair are
 * passed on together, however they come in. Only for JSON: there they stand in strings and nowhere else.
 */
final class LoneSurrogateEscapes extends FilterWriter {

    private static final int NONE = -1;

    /** The first half of what may become a pair. */
    private int high = NONE;

    LoneSurrogateEscapes(Writer out) {
        super(out);
    }

    @Override
    public void write(char[] text, int offset, int length) throws IOException {
        int start = offset;
        int end = offset + length;
        for (int i = offset; i < end; i++) {
            if (high != NONE || Character.isSurrogate(text[i])) {
                out.write(text, start, i - start);
                write(text[i]);
                start = i + 1;
            }
        }
        out.write(text, start, end - start);
    }

    @Override
    public void write(String text, int offset, int length) throws IOException {
        write(text.substring(offset, offset + length).toCharArray(), 0, length);
    }

    @Override
    public void write(int c) throws IOException {
        char next = (char) c;
        if (high != NONE && Character.isLowSurrogate(next)) {
            out.write(new char[] {(char) high, next});
            high = NONE;
            return;
        }
        if (high != NONE) {
            writeEscape(high);
            high = NONE;
        }
        if (Character.isHighSurrogate(next)) {
            high = next;
        } else if (Character.isLowSurrogate(next)) {
            writeEscape(next);
        } else {
            out.write(next);
        }
    }

    private void writeEscape(int surrogate) throws IOException {
        out.write(String.format(Locale.ROOT, "\\u%04x", surrogate));
    }
}
