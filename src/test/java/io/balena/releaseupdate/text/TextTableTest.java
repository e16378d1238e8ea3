package io.balena.releaseupdate.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.text.TextTable.Cell;
import io.balena.releaseupdate.text.TextTable.Column;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {

    private static final List<Column> COLUMNS = List.of(
            Column.text("FROM RELEASE").briefly("FROM").cutTo(6),
            Column.number("DEVICES"),
            Column.number("DELTAS").leftOut(1),
            Column.number("PER DEVICE").briefly("EACH").leftOut(2));

    private static final TextTable TABLE = new TextTable(
            COLUMNS,
            List.of(
                    List.of(
                            Cell.of("1.1.1+rev2 (5ec0c47)", "1.1.1+rev2"),
                            Cell.of("9"),
                            Cell.of("0/2"),
                            Cell.of("3 GiB")),
                    List.of(Cell.of("1.0.0 (2e742d2)", "1.0.0"), Cell.of("17"), Cell.of("0/2"), Cell.of("20 MiB"))));

    @Test
    void hasRoomInAFile() {
        assertEquals("""
                FROM RELEASE          DEVICES  DELTAS  PER DEVICE
                1.1.1+rev2 (5ec0c47)        9     0/2       3 GiB
                1.0.0 (2e742d2)            17     0/2      20 MiB""", shown(TextStyle.UNLIMITED));
    }

    @Test
    void takesNarrowerFormsStepByStep() {
        assertEquals("""
                FROM RELEASE         DEVICES DELTAS PER DEVICE
                1.1.1+rev2 (5ec0c47)       9    0/2      3 GiB
                1.0.0 (2e742d2)           17    0/2     20 MiB""", shown(46));
        assertEquals("""
                FROM                 DEVICES DELTAS   EACH
                1.1.1+rev2 (5ec0c47)       9    0/2  3 GiB
                1.0.0 (2e742d2)           17    0/2 20 MiB""", shown(45));
        assertEquals("""
                FROM       DEVICES DELTAS   EACH
                1.1.1+rev2       9    0/2  3 GiB
                1.0.0           17    0/2 20 MiB""", shown(41));
        assertEquals("""
                FROM    DEVICES DELTAS   EACH
                1.1.1+…       9    0/2  3 GiB
                1.0.0        17    0/2 20 MiB""", shown(29));
        assertEquals("""
                FROM       DEVICES DELTAS
                1.1.1+rev2       9    0/2
                1.0.0           17    0/2""", shown(27));
        assertEquals("""
                FROM   DEVICES
                1.1.1…       9
                1.0.0       17""", shown(1));
    }

    @Test
    void isNeverWiderThanItCanBe() {
        for (int width = 14; width < 60; width++) {
            int limit = width;
            assertTrue(TABLE.lines(width).stream().allMatch(line -> DisplayWidth.of(line) <= limit), shown(width));
        }
    }

    @Test
    void keepsLongFormsThatAloneTellRowsApart() {
        List<List<Cell>> rows = List.of(
                List.of(Cell.of("1.0.0 (aaaaaaa)", "1.0.0"), Cell.of("1")),
                List.of(Cell.of("1.0.0 (bbbbbbb)", "1.0.0"), Cell.of("2")));
        assertEquals(
                "1.0.0 (a… 1\n1.0.0 (b… 2",
                String.join("\n", new TextTable(List.of(Column.text("").cutTo(6), Column.number("")), rows).lines(11)));
    }

    @Test
    void linksAndColorsTakeNoRoom() {
        var style = new TextStyle(20, true, true);
        List<List<Cell>> rows = List.of(List.of(
                Cell.of("main").dressed(text -> style.link("https://x/1", text)),
                Cell.of("ready").dressed(text -> style.color(TextStyle.Color.GOOD, text)),
                Cell.of("end")));
        List<Column> columns = List.of(Column.text("SERVICE"), Column.number("STATE NOW"), Column.text("C"));
        assertEquals(
                List.of(
                        "SERVICE STATE NOW C",
                        "\033]8;;https://x/1\033\\main\033]8;;\033\\        \033[32mready\033[0m end"),
                new TextTable(columns, rows)
                        .lines(20).stream()
                                .map(line -> line.replace("SERVICE  ", "SERVICE "))
                                .toList());
    }

    private static String shown(int width) {
        return String.join("\n", TABLE.lines(width));
    }
}
