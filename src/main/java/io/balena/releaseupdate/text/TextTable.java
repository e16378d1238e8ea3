package io.balena.releaseupdate.text;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Lays out rows of cells in columns, two spaces apart and without trailing spaces.
 *
 * @param alignments of each column
 * @param rows cells of each row, as many as there are columns, fit for a terminal
 */
public record TextTable(List<Alignment> alignments, List<List<String>> rows) {

    /** The side of a column that its text stands at. */
    public enum Alignment {
        LEFT,
        RIGHT
    }

    private static final String GAP = "  ";

    /** A line for each row, without line ends. */
    public List<String> lines() {
        int[] widths = IntStream.range(0, alignments.size()).map(this::width).toArray();
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private int width(int column) {
        return rows.stream()
                .mapToInt(row -> DisplayWidth.of(row.get(column)))
                .max()
                .orElse(0);
    }

    private String line(List<String> row, int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(column -> padded(row.get(column), alignments.get(column), widths[column]))
                .collect(Collectors.joining(GAP))
                .stripTrailing();
    }

    private static String padded(String cell, Alignment alignment, int width) {
        return alignment == Alignment.LEFT ? DisplayWidth.padRight(cell, width) : DisplayWidth.padLeft(cell, width);
    }
}
