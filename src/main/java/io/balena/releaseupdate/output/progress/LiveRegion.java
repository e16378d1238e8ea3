package io.balena.releaseupdate.output.progress;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** A block of lines at the bottom of a terminal that is redrawn in place; news go above it and stay. */
public final class LiveRegion {

    private static final String UP = "\033[%dA";
    private static final String CLEAR_REST_OF_LINE = "\033[K";
    private static final String CLEAR_BELOW = "\033[J";

    private final PrintWriter out;
    private final Terminal terminal;
    private final StringBuilder news = new StringBuilder();
    private List<LiveLayout.Line> drawn = List.of();

    /** @param out is flushed after each redraw */
    public LiveRegion(PrintWriter out, Terminal terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Prints a line above the block when it is drawn next. */
    public void tell(String line) {
        news.append(line).append(CLEAR_REST_OF_LINE).append('\n');
    }

    /**
     * Draws the block where it was before. All goes out in one piece, and nothing is cleared before it is overwritten,
     * so it does not flicker.
     */
    public void draw(List<LiveLayout.Line> lines) {
        StringBuilder text = new StringBuilder(toTopOfBlock()).append(news);
        news.setLength(0);
        lines.forEach(line -> text.append(line).append(CLEAR_REST_OF_LINE).append('\n'));
        out.print(text.append(CLEAR_BELOW));
        out.flush();
        drawn = lines;
    }

    /** Lines that were drawn on a wider terminal have been wrapped by it; those above its top are out of reach. */
    private String toTopOfBlock() {
        int columns = terminal.currentColumns();
        int height = drawn.stream()
                .mapToInt(line -> Math.max(1, (line.width() + columns - 1) / columns))
                .sum();
        int up = Math.min(height, terminal.currentRows() - 1);
        return up > 0 ? "\r" + String.format(Locale.ROOT, UP, up) : "";
    }
}
