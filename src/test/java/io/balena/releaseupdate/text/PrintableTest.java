package io.balena.releaseupdate.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "main", "svc_1-a.b", "имя", "日本語サービス", "e\u0301", "🚀", "a|b`c<d>", "C:\\dir"})
    void leavesTextAsItIs(String text) {
        assertEquals(text, Printable.of(text));
    }

    @Test
    void showsWhatATerminalWouldObey() {
        assertEquals("\\u001b[31mx", Printable.of("\033[31mx"));
        assertEquals("\\u009b31mx", Printable.of("\u009b31mx"));
        assertEquals("a\\u0000b\\u0007\\u0008\\u007f", Printable.of("a\0b\u0007\b\u007f"));
    }

    @Test
    void staysOnOneLine() {
        assertEquals("a\\nb\\r\\nc\\td", Printable.of("a\nb\r\nc\td"));
        assertEquals("\\u0085\\u2028\\u2029\\u000b\\u000c", Printable.of("\u0085\u2028\u2029\u000b\f"));
    }

    @Test
    void showsWhatIsInvisibleOrTurnsTheText() {
        assertEquals("a\\u202eb\\u2066c\\u200f", Printable.of("a\u202eb\u2066c\u200f"));
        assertEquals("a\\u200bb\\u200dc\\ufeffd\\u00ad", Printable.of("a\u200bb\u200dc\ufeffd\u00ad"));
        assertEquals("\\u3164\\u115f\\u2800\\u034f", Printable.of("\u3164\u115f\u2800\u034f"));
        assertEquals("\\u{e0041}", Printable.of("\udb40\udc41"));
    }

    @Test
    void showsHalvesOfCharacters() {
        assertEquals("a\\ud83d", Printable.of("a\ud83d"));
        assertEquals("\\ude80b", Printable.of("\ude80b"));
    }

    @Test
    void leavesNoControlOrFormatCharacter() {
        StringBuilder all = new StringBuilder();
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            all.appendCodePoint(c).append(' ');
        }
        assertTrue(Printable.of(all.toString())
                .codePoints()
                .noneMatch(c -> Character.isISOControl(c)
                        || Character.getType(c) == Character.FORMAT
                        || Character.getType(c) == Character.SURROGATE));
    }

    @Test
    void aMessageShowsTheBeginningOfWhatAUserGave() {
        assertEquals("x".repeat(60), Printable.words("x".repeat(60)));
        assertEquals("x".repeat(60) + "...", Printable.words("x".repeat(61)));
        assertEquals("a?b", Printable.words("a\u001bb"));
    }
}
