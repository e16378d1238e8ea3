package io.balena.releaseupdate.cli.fault;

import static org.junit.jupiter.api.Assertions.assertAll;

import io.balena.releaseupdate.cli.harness.SideBySide;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.function.Executable;

/** Tables of faults: in each row a kind of fault, and what is expected where it happens, a column for each place. */
final class FaultTable {

    private FaultTable() {}

    /** Tries one kind of fault at the place with this number, and throws unless what comes is expected. */
    interface Cell {
        void check(String kind, int place, String expected) throws Exception;
    }

    record Row(String text, List<SideBySide.Result<Void>> cells) {
        /** Throws unless all cells are as expected. */
        void check() {
            assertAll(cells.stream().map(cell -> (Executable) cell::get));
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** The rows, all of whose cells begin to run when the first row is checked. */
    static List<Row> rows(String[] table, Cell cell) {
        SideBySide trials = new SideBySide();
        List<Row> rows = new ArrayList<>();
        for (String text : table) {
            String[] fields = text.split(", *");
            List<SideBySide.Result<Void>> cells = new ArrayList<>();
            for (int column = 1; column < fields.length; column++) {
                int place = column - 1;
                String expected = fields[column];
                cells.add(trials.add(() -> {
                    cell.check(fields[0], place, expected);
                    return null;
                }));
            }
            rows.add(new Row(text, cells));
        }
        return rows;
    }

    /** How many kinds of faults at how many places a table tries. */
    static int cells(String[] table) {
        return Arrays.stream(table).mapToInt(row -> row.split(",").length - 1).sum();
    }
}
