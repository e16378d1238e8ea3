package io.balena.releaseupdate.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.text.TextTable.Cell;
import io.balena.releaseupdate.text.TextTable.Column;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisplayWidthTest {

    @ParameterizedTest
    @CsvSource({"'', 0", "main, 4", "имя, 3", "日本語サービス, 14", "한국, 4", "ｆｕｌｌ, 8", "ﾊﾝｶｸ, 4", "🚀, 2", "…, 1", "𠀀, 2"})
    void countsColumns(String text, int columns) {
        assertEquals(columns, DisplayWidth.of(text));
    }

    @Test
    void combiningMarksTakeNone() {
        assertEquals(1, DisplayWidth.of("e\u0301\u0302"));
        assertEquals(2, DisplayWidth.of("\u1112\u1161\u11ab"));
    }

    @Test
    void leavesTextThatFits() {
        assertEquals("main", DisplayWidth.shorten("main", 4));
        assertEquals("", DisplayWidth.shorten("", 0));
    }

    @Test
    void shortensBetweenCharacters() {
        assertEquals("ma…", DisplayWidth.shorten("main", 3));
        assertEquals("日…", DisplayWidth.shorten("日本語", 4));
        assertEquals("日本…", DisplayWidth.shorten("日本語", 5));
        assertEquals("🚀…", DisplayWidth.shorten("🚀🚀", 3));
        assertEquals("e\u0301…", DisplayWidth.shorten("e\u0301xyz", 2));
        assertEquals("…", DisplayWidth.shorten("日本語", 1));
        assertEquals("", DisplayWidth.shorten("main", 0));
        assertEquals("", DisplayWidth.shorten("main", -1));
    }

    @Test
    void shortenedTextAlwaysFits() {
        String text = "a日b🚀c\u0301한".repeat(10);
        for (int columns = 0; columns < 100; columns++) {
            assertTrue(DisplayWidth.of(DisplayWidth.shorten(text, columns)) <= columns);
        }
    }

    @Test
    void padsByColumns() {
        assertEquals("日  |", padded(Column.text(""), "日", "1234"));
        assertEquals("  日|", padded(Column.number(""), "日", "1234"));
        assertEquals("日本|", padded(Column.number(""), "日本", "1"));
    }

    /** A cell beside a wall, in a column with another. */
    private static String padded(Column column, String text, String other) {
        List<List<Cell>> rows = List.of(List.of(Cell.of(text), Cell.of("|")), List.of(Cell.of(other), Cell.of("|")));
        return new TextTable(List.of(column, Column.text("")), rows)
                .lines(TextStyle.UNLIMITED)
                .get(0)
                .replaceFirst("  \\|$", "|");
    }
}
