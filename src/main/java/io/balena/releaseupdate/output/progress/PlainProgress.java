package io.balena.releaseupdate.output.progress;

import io.balena.releaseupdate.model.Preparation;
import io.balena.releaseupdate.model.PreparationEvent;
import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.text.Durations;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.LongSupplier;

/** A line for each change, for logs. */
public final class PlainProgress implements Progress {

    private final PrintWriter out;
    private final int mostAttempts;
    private final DeltaBoard board;
    private final Heartbeat heartbeat;
    private final TroubleFilter troubles = new TroubleFilter();

    /** @param mostAttempts how often a delta is requested at most */
    public PlainProgress(PrintWriter out, int mostAttempts, LongSupplier nanoTime) {
        this.out = out;
        this.mostAttempts = mostAttempts;
        this.board = new DeltaBoard(nanoTime);
        this.heartbeat = new Heartbeat(nanoTime);
    }

    @Override
    public void start(List<ReleaseUpdate> updates) {
        board.start(updates);
        print("preparing deltas: " + board.tally().inWords());
    }

    @Override
    public void accept(PreparationEvent event) {
        if (event instanceof PreparationEvent.Requested requested) {
            // A request that did not get through is repeated under the same number; the trouble was told.
            if (requested.attempt() > board.attempts(requested.pair())) {
                board.requested(requested).ifPresent(this::printDelta);
            }
        } else if (event instanceof PreparationEvent.Changed changed) {
            board.changed(changed).ifPresent(this::printDelta);
        } else if (event instanceof PreparationEvent.Trouble trouble) {
            troubles.newsOf(trouble).ifPresent(this::print);
        } else {
            troubles.polled();
            tick();
        }
    }

    @Override
    public void tick() {
        if (heartbeat.isDue()) {
            print("still waiting after " + elapsed() + ": " + board.tally().inWords());
        }
    }

    @Override
    public void finish(List<ReleaseUpdate> updates, Preparation end) {
        board.settle(updates);
        print(end.phrase() + " after " + elapsed() + ": " + board.tally().inWords());
    }

    private void printDelta(DeltaProgress delta) {
        String detail = delta.detail();
        print(delta.label() + ": " + delta.stateInWords(mostAttempts) + (detail.isEmpty() ? "" : ", " + detail));
    }

    private void print(String line) {
        out.print(line + "\n");
        out.flush();
        heartbeat.printed();
    }

    private String elapsed() {
        return Durations.of(board.elapsed());
    }
}
