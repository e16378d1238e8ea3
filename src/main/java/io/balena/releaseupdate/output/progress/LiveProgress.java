package io.balena.releaseupdate.output.progress;

import io.balena.releaseupdate.model.Preparation;
import io.balena.releaseupdate.model.PreparationEvent;
import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.text.Durations;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * A block of lines at the bottom of a terminal that is redrawn in place; trouble goes above it and stays. Events don't
 * draw it more than a few times a second: there may be thousands.
 */
final class LiveProgress implements Progress {

    private static final Duration BETWEEN_PICTURES = Duration.ofMillis(250);
    private static final String UP = "\033[%dA";
    private static final String CLEAR_REST_OF_LINE = "\033[K";
    private static final String CLEAR_BELOW = "\033[J";

    private final PrintWriter out;
    private final Terminal terminal;
    private final int mostAttempts;
    private final LongSupplier nanoTime;
    private final DeltaBoard board;
    private final TroubleFilter troubles = new TroubleFilter();
    private final StringBuilder news = new StringBuilder();
    private List<LiveFrame.Line> drawn = List.of();
    private long drawnAt;

    LiveProgress(PrintWriter out, Terminal terminal, int mostAttempts, LongSupplier nanoTime) {
        this.out = out;
        this.terminal = terminal;
        this.mostAttempts = mostAttempts;
        this.nanoTime = nanoTime;
        this.board = new DeltaBoard(nanoTime);
    }

    @Override
    public void start(List<ReleaseUpdate> updates) {
        board.start(updates);
        tick();
    }

    @Override
    public void accept(PreparationEvent event) {
        if (event instanceof PreparationEvent.Asked asked) {
            board.asked(asked);
        } else if (event instanceof PreparationEvent.Changed changed) {
            board.changed(changed);
        } else if (event instanceof PreparationEvent.Polled) {
            troubles.polled();
        } else if (event instanceof PreparationEvent.Trouble trouble) {
            troubles.newsOf(trouble)
                    .ifPresent(message ->
                            news.append(message).append(CLEAR_REST_OF_LINE).append('\n'));
        }
        if (nanoTime.getAsLong() - drawnAt >= BETWEEN_PICTURES.toNanos()) {
            tick();
        }
    }

    @Override
    public void tick() {
        draw(summary(""));
    }

    @Override
    public void finish(List<ReleaseUpdate> updates, Preparation end) {
        board.settle(updates);
        draw(summary(end.phrase() + ": "));
    }

    private String summary(String outcome) {
        return outcome + board.tally().inWords() + ", " + Durations.of(board.elapsed());
    }

    /**
     * Draws the block where it was before. All goes out in one piece, and nothing is cleared before it is overwritten,
     * so that it does not flicker. News goes where the block was.
     */
    private void draw(String summary) {
        drawnAt = nanoTime.getAsLong();
        int columns = terminal.currentColumns();
        int rows = terminal.currentRows();
        List<LiveFrame.Line> lines =
                new LiveFrame(columns, rows, mostAttempts, !terminal.noColor()).of(board.deltas(), summary, drawnAt);
        StringBuilder text = new StringBuilder(toTopOfBlock(columns, rows)).append(news);
        news.setLength(0);
        lines.forEach(line -> text.append(line).append(CLEAR_REST_OF_LINE).append('\n'));
        out.print(text.append(CLEAR_BELOW));
        out.flush();
        drawn = lines;
    }

    /** Lines that were drawn on a wider terminal have been wrapped by it; those above its top are out of reach. */
    private String toTopOfBlock(int columns, int rows) {
        int height = drawn.stream()
                .mapToInt(line -> Math.max(1, (line.width() + columns - 1) / columns))
                .sum();
        int up = Math.min(height, rows - 1);
        return up > 0 ? "\r" + String.format(Locale.ROOT, UP, up) : "";
    }
}
