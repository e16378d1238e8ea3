package io.balena.releaseupdate.output.progress;

import io.balena.releaseupdate.model.UpdateStatus;
import io.balena.releaseupdate.text.DisplayWidth;
import io.balena.releaseupdate.text.DistinctNames;
import io.balena.releaseupdate.text.Durations;
import io.balena.releaseupdate.text.TextStyle;
import io.balena.releaseupdate.text.TextTable;
import io.balena.releaseupdate.text.TextTable.Cell;
import io.balena.releaseupdate.text.TextTable.Column;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One picture of the live display: a line for each delta, and a summary below. No line is as wide as the terminal,
 * because then some terminals begin a new one.
 *
 * @param columns width of the terminal
 * @param rows its height; the picture leaves one row for the cursor
 * @param mostAttempts how often a delta is requested at most
 * @param colored whether colours are wanted
 */
public record LiveLayout(int columns, int rows, int mostAttempts, boolean colored) {

    private static final int LONGEST_NAME = 40;
    private static final int SHORTEST_NAME = 6;
    private static final int SHORTEST_DETAIL = 8;
    private static final List<Column> COLUMNS = List.of(
            Column.text("").cutTo(SHORTEST_NAME),
            Column.text(""),
            Column.text(""),
            Column.number("").leftOut(1),
            Column.text("").cutTo(SHORTEST_DETAIL).leftOut(2));

    private static final String GREEN = "\033[32m";
    private static final String RED = "\033[31m";
    private static final String NORMAL = "\033[0m";

    /** A line of the picture: what is visible of it, and how it is colored. */
    public record Line(String text, String color) {

        int width() {
            return DisplayWidth.of(text);
        }

        @Override
        public String toString() {
            return color.isEmpty() || text.isEmpty() ? text : color + text + NORMAL;
        }
    }

    /**
     * The lines of the picture, at least one and fewer than the terminal has rows if it has more than one.
     *
     * @param now the time, in {@link System#nanoTime} terms
     */
    public List<Line> of(Collection<DeltaProgress> deltas, String summary, long now) {
        int room = Math.max(0, rows - 2);
        List<DeltaProgress> shown = mostUrgent(deltas, room);
        List<Line> lines = deltaLines(shown, now);
        int hidden = deltas.size() - shown.size();
        if (hidden > 0 && room > 0) {
            lines.add(line("… and " + hidden + " more", ""));
        }
        new TextStyle(columns - 1, false, false)
                .wrap(summary, 0).stream()
                        .limit(Math.max(1, rows - 1 - lines.size()))
                        .forEach(text -> lines.add(line(text, "")));
        return lines;
    }

    /** All of them if there is room; else those that are not ready first, and a row left for how many more. */
    private static List<DeltaProgress> mostUrgent(Collection<DeltaProgress> deltas, int room) {
        if (deltas.size() <= room) {
            return List.copyOf(deltas);
        }
        return Stream.concat(
                        deltas.stream().filter(delta -> delta.status() != UpdateStatus.READY),
                        deltas.stream().filter(delta -> delta.status() == UpdateStatus.READY))
                .limit(Math.max(0, room - 1))
                .toList();
    }

    private List<Line> deltaLines(List<DeltaProgress> deltas, long now) {
        Map<String, String> names = DistinctNames.shorten(
                deltas.stream().map(DeltaProgress::services).toList(), LONGEST_NAME);
        List<List<Cell>> rows = deltas.stream()
                .map(delta -> cells(names.get(delta.services()), delta, now))
                .toList();
        List<String> texts = new TextTable(COLUMNS, rows).lines(columns - 1);
        List<Line> lines = new ArrayList<>();
        IntStream.range(0, deltas.size()).forEach(i -> lines.add(line(texts.get(i), color(deltas.get(i)))));
        return lines;
    }

    private List<Cell> cells(String services, DeltaProgress delta, long now) {
        // A clock that goes on is for what is waited for.
        String time = delta.status() == UpdateStatus.READY ? "" : Durations.of(Duration.ofNanos(now - delta.since()));
        return List.of(
                Cell.of(services),
                Cell.of(delta.source().isEmpty() ? "" : "from " + delta.source(), delta.source()),
                Cell.of(delta.stateInWords(mostAttempts)),
                Cell.of(time),
                Cell.of(delta.detail(), delta.briefDetail()));
    }

    private Line line(String text, String color) {
        return new Line(DisplayWidth.shorten(text, columns - 1), colored ? color : "");
    }

    private static String color(DeltaProgress delta) {
        return switch (delta.status()) {
            case READY -> GREEN;
            case FAILED -> delta.isRequested() ? "" : RED;
            default -> "";
        };
    }
}
