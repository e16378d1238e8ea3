package io.balena.releaseupdate.output.progress;

import io.balena.releaseupdate.model.Preparation;
import io.balena.releaseupdate.model.PreparationEvent;
import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.text.Durations;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/** A live block that shows a preparation. Events don't draw it more than a few times a second: there may be thousands. */
final class LiveProgress implements Progress {

    private static final Duration BETWEEN_PICTURES = Duration.ofMillis(250);

    private final LiveRegion block;
    private final Terminal terminal;
    private final int mostAttempts;
    private final LongSupplier nanoTime;
    private final DeltaBoard board;
    private final TroubleFilter troubles = new TroubleFilter();
    private long drawnAt;

    LiveProgress(PrintWriter out, Terminal terminal, int mostAttempts, LongSupplier nanoTime) {
        this.block = new LiveRegion(out, terminal);
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
        if (event instanceof PreparationEvent.Requested requested) {
            board.requested(requested);
        } else if (event instanceof PreparationEvent.Changed changed) {
            board.changed(changed);
        } else if (event instanceof PreparationEvent.Polled) {
            troubles.polled();
        } else if (event instanceof PreparationEvent.Trouble trouble) {
            troubles.newsOf(trouble).ifPresent(block::tell);
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

    private void draw(String summary) {
        drawnAt = nanoTime.getAsLong();
        var frame =
                new LiveLayout(terminal.currentColumns(), terminal.currentRows(), mostAttempts, terminal.isColored());
        block.draw(frame.of(board.deltas(), summary, drawnAt));
    }
}
