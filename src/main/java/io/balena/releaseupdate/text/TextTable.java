package io.balena.releaseupdate.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rows of cells in columns, without trailing spaces. A table that is too wide first uses shorter headings and texts,
 * then cuts names, then omits columns, until it fits.
 *
 * @param columns of each row
 * @param rows the cells of each row, as many as there are columns, sanitized
 */
public record TextTable(List<Column> columns, List<List<Cell>> rows) {

    /**
     * A column.
     *
     * @param heading empty in a table without headings
     * @param briefHeading a shorter heading
     * @param isNumeric whether its texts are right-aligned
     * @param leastWidth the width to which its texts may be cut; 0 if they must not be
     * @param rank columns with a higher rank are omitted earlier; those with 0 never
     */
    public record Column(String heading, String briefHeading, boolean isNumeric, int leastWidth, int rank) {

        /** A column of text that is never cut. */
        public static Column text(String heading) {
            return new Column(heading, heading, false, 0, 0);
        }

        /** A column of numbers. */
        public static Column number(String heading) {
            return new Column(heading, heading, true, 0, 0);
        }

        /** The same with a shorter heading for tables that are too wide. */
        public Column briefly(String shorterHeading) {
            return new Column(heading, shorterHeading, isNumeric, leastWidth, rank);
        }

        /** The same, but its texts may be cut. */
        public Column cutTo(int width) {
            return new Column(heading, briefHeading, isNumeric, width, rank);
        }

        /** The same, but it may be omitted from tables that are too wide. */
        public Column leftOut(int order) {
            return new Column(heading, briefHeading, isNumeric, leastWidth, order);
        }
    }

    /**
     * A cell.
     *
     * @param text the text
     * @param brief a shorter text
     * @param dress adds colours and links to the shown text without changing its width
     */
    public record Cell(String text, String brief, UnaryOperator<String> dress) {

        /** A plain cell that is never shortened. */
        public static Cell of(String text) {
            return new Cell(text, text, UnaryOperator.identity());
        }

        /** A plain cell with a shorter text. */
        public static Cell of(String text, String brief) {
            return new Cell(text, brief, UnaryOperator.identity());
        }

        /** The same with colours and links. */
        public Cell dressed(UnaryOperator<String> how) {
            return new Cell(text, brief, how);
        }
    }

    private static final int USUAL_GAP = 2;

    /**
     * The lines: the headings if there are any, then a line per row.
     *
     * @param width the maximum width, if the table can be made that narrow
     */
    public List<String> lines(int width) {
        List<Integer> shown = IntStream.range(0, columns.size())
                .filter(column -> !isEmpty(column))
                .boxed()
                .collect(Collectors.toCollection(ArrayList::new));
        List<Integer> toLeaveOut = shown.stream()
                .filter(column -> columns.get(column).rank() > 0)
                .sorted(Comparator.comparing(
                                (Integer column) -> columns.get(column).rank())
                        .reversed())
                .toList();
        Layout layout = fitting(shown, width);
        for (Integer column : toLeaveOut) {
            if (layout.width() <= width) {
                break;
            }
            shown.remove(column);
            layout = fitting(shown, width);
        }
        return layout.lines();
    }

    private boolean isEmpty(int column) {
        return columns.get(column).heading().isEmpty()
                && rows.stream().allMatch(row -> row.get(column).text().isEmpty());
    }

    /** The widest layout of these columns that fits; the narrowest if none does. */
    private Layout fitting(List<Integer> shown, int width) {
        Layout layout = new Layout(shown, USUAL_GAP, false, Set.of());
        if (layout.width() > width) {
            layout = new Layout(shown, 1, false, Set.of());
        }
        if (layout.width() > width) {
            layout = new Layout(shown, 1, true, Set.of());
        }
        Set<Integer> brief = new HashSet<>();
        for (int column : shown) {
            if (layout.width() > width && keepsDifferences(column)) {
                brief.add(column);
                layout = new Layout(shown, 1, true, Set.copyOf(brief));
            }
        }
        if (layout.width() > width) {
            layout.cut(width);
        }
        return layout;
    }

    /** Whether different cells of the column still differ in their brief form. */
    private boolean keepsDifferences(int column) {
        return rows.stream().map(row -> row.get(column).text()).distinct().count()
                == rows.stream().map(row -> row.get(column).brief()).distinct().count();
    }

    /** A layout of the table. */
    private final class Layout {

        private final List<Integer> shown;
        private final int gap;
        private final boolean hasBriefHeadings;
        private final Set<Integer> brief;
        private final int[] widths;

        Layout(List<Integer> shown, int gap, boolean hasBriefHeadings, Set<Integer> brief) {
            this.shown = List.copyOf(shown);
            this.gap = gap;
            this.hasBriefHeadings = hasBriefHeadings;
            this.brief = brief;
            this.widths = new int[columns.size()];
            for (int column : shown) {
                widths[column] = Math.max(
                        DisplayWidth.of(heading(column)),
                        rows.stream()
                                .mapToInt(row -> DisplayWidth.of(text(row, column)))
                                .max()
                                .orElse(0));
            }
        }

        int width() {
            return shown.stream().mapToInt(column -> widths[column]).sum() + gap * Math.max(0, shown.size() - 1);
        }

        /** Narrows the widest column that may be cut, repeatedly, until the table fits or none can be cut. */
        void cut(int width) {
            while (width() > width) {
                var widest = shown.stream()
                        .filter(column -> columns.get(column).leastWidth() > 0
                                && widths[column] > columns.get(column).leastWidth())
                        .max(Comparator.comparingInt(column -> widths[column]));
                if (widest.isEmpty()) {
                    return;
                }
                widths[widest.get()]--;
            }
        }

        List<String> lines() {
            List<Map<String, String>> forms = IntStream.range(0, columns.size())
                    .mapToObj(column -> DistinctNames.shorten(
                            rows.stream().map(row -> text(row, column)).toList(), widths[column]))
                    .toList();
            List<String> lines = new ArrayList<>();
            if (columns.stream().anyMatch(column -> !column.heading().isEmpty())) {
                lines.add(line(column -> padded(heading(column), column, UnaryOperator.identity())));
            }
            for (List<Cell> row : rows) {
                lines.add(line(column -> padded(
                        forms.get(column).get(text(row, column)),
                        column,
                        row.get(column).dress())));
            }
            return lines;
        }

        private String line(java.util.function.IntFunction<String> cell) {
            return shown.stream()
                    .map(cell::apply)
                    .collect(Collectors.joining(" ".repeat(gap)))
                    .stripTrailing();
        }

        private String padded(String text, int column, UnaryOperator<String> dress) {
            String padding = " ".repeat(Math.max(0, widths[column] - DisplayWidth.of(text)));
            return columns.get(column).isNumeric() ? padding + dress.apply(text) : dress.apply(text) + padding;
        }

        private String text(List<Cell> row, int column) {
            Cell cell = row.get(column);
            return brief.contains(column) ? cell.brief() : cell.text();
        }

        private String heading(int column) {
            Column shownColumn = columns.get(column);
            return hasBriefHeadings ? shownColumn.briefHeading() : shownColumn.heading();
        }
    }
}
