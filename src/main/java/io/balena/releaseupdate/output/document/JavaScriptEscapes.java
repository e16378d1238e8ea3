package io.balena.releaseupdate.output.document;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import java.util.Locale;

/** JavaScript writes control characters with lower-case digits, {@code \u001f}; Jackson with upper-case ones. */
final class JavaScriptEscapes extends CharacterEscapes {

    private static final long serialVersionUID = 1;

    private static final int[] ESCAPES = escapes();

    private static int[] escapes() {
        int[] escapes = standardAsciiEscapesForJSON();
        for (int i = 0; i < escapes.length; i++) {
            if (escapes[i] == ESCAPE_STANDARD) {
                escapes[i] = ESCAPE_CUSTOM;
            }
        }
        return escapes;
    }

    @Override
    public int[] getEscapeCodesForAscii() {
        return ESCAPES;
    }

    @Override
    public SerializableString getEscapeSequence(int c) {
        return c < ESCAPES.length && ESCAPES[c] == ESCAPE_CUSTOM
                ? new SerializedString(String.format(Locale.ROOT, "\\u%04x", c))
                : null;
    }
}
