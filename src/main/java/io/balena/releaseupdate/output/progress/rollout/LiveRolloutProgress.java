package io.balena.releaseupdate.output.progress.rollout;

import io.balena.releaseupdate.model.FleetUpdate;
import io.balena.releaseupdate.model.PreparationEvent;
import io.balena.releaseupdate.model.RolloutEvent;
import io.balena.releaseupdate.model.RolloutOutcome;
import io.balena.releaseupdate.model.RolloutReport;
import io.balena.releaseupdate.model.RolloutStage;
import io.balena.releaseupdate.output.progress.DeltaBoard;
import io.balena.releaseupdate.output.progress.LiveLayout;
import io.balena.releaseupdate.output.progress.LiveRegion;
import io.balena.releaseupdate.output.progress.Terminal;
import io.balena.releaseupdate.output.progress.TroubleFilter;
import io.balena.releaseupdate.output.words.RolloutWords;
import io.balena.releaseupdate.text.DisplayWidth;
import io.balena.releaseupdate.text.Durations;
import io.balena.releaseupdate.text.Printable;
import io.balena.releaseupdate.text.TextTable;
import io.balena.releaseupdate.text.TextTable.Cell;
import io.balena.releaseupdate.text.TextTable.Column;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The stages, how the devices of each are, what the gate says and what comes next, redrawn in place. While deltas are
 * prepared, they are below. What was written, and trouble, stays above.
 */
final class LiveRolloutProgress implements RolloutProgress {

    private static final Duration BETWEEN_PICTURES = Duration.ofMillis(250);
    private static final int SHORTEST_NAME = 6;
    private static final List<Column> COLUMNS =
            List.of(Column.text("").cutTo(SHORTEST_NAME), Column.text(""), Column.number(""), Column.text(""));
    private static final String GREEN = "\033[32m";
    private static final String RED = "\033[31m";

    /** The head, the gate's word and what comes next. */
    private static final int LINES_BESIDE_STAGES = 3;

    private final LiveRegion block;
    private final Terminal terminal;
    private final int mostAttempts;
    private final LongSupplier nanoTime;
    private final long start;
    private final TroubleFilter troubles = new TroubleFilter();
    private FleetUpdate prepared;
    private DeltaBoard deltas;
    private RolloutReport report;
    private long drawnAt;
    private boolean isOver;

    LiveRolloutProgress(PrintWriter out, Terminal terminal, int mostAttempts, LongSupplier nanoTime) {
        this.block = new LiveRegion(out, terminal);
        this.terminal = terminal;
        this.mostAttempts = mostAttempts;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.drawnAt = start - BETWEEN_PICTURES.toNanos();
    }

    @Override
    public synchronized void accept(RolloutEvent event) {
        if (isOver) {
            return;
        }
        if (event instanceof RolloutEvent.Preparing preparing) {
            prepare(preparing);
        } else if (event instanceof RolloutEvent.Notice notice) {
            troubles.newsOf(notice.message()).ifPresent(block::tell);
        } else if (event instanceof RolloutEvent.Written written) {
            deltas = null;
            block.tell(Printable.of(written.what()));
        } else if (event instanceof RolloutEvent.Polled polled) {
            deltas = null;
            troubles.polled();
            report = polled.report();
        }
        if (nanoTime.getAsLong() - drawnAt >= BETWEEN_PICTURES.toNanos()) {
            tick();
        }
    }

    private void prepare(RolloutEvent.Preparing preparing) {
        if (deltas == null || prepared != preparing.update()) {
            prepared = preparing.update();
            deltas = new DeltaBoard(nanoTime);
            deltas.start(prepared.releaseUpdates());
        }
        if (preparing.event() instanceof PreparationEvent.Requested requested) {
            deltas.requested(requested);
        } else if (preparing.event() instanceof PreparationEvent.Changed changed) {
            deltas.changed(changed);
        } else if (preparing.event() instanceof PreparationEvent.Trouble trouble) {
            troubles.newsOf(trouble).ifPresent(block::tell);
        } else {
            troubles.polled();
        }
    }

    @Override
    public synchronized void tick() {
        if (!isOver) {
            draw(Optional.empty());
        }
    }

    @Override
    public synchronized void finish(RolloutOutcome outcome) {
        if (isOver) {
            return;
        }
        isOver = true;
        deltas = null;
        report = outcome.report().orElse(report);
        draw(Optional.of(outcome));
    }

    private void draw(Optional<RolloutOutcome> outcome) {
        drawnAt = nanoTime.getAsLong();
        List<LiveLayout.Line> lines = new ArrayList<>();
        if (report != null) {
            addReport(lines, outcome);
        } else if (outcome.isEmpty()) {
            lines.add(line("looking up the fleet, " + elapsed(), ""));
        }
        if (deltas != null) {
            int rows = Math.max(2, terminal.currentRows() - lines.size());
            lines.addAll(new LiveLayout(terminal.currentColumns(), rows, mostAttempts, terminal.isColored())
                    .of(deltas.deltas(), "deltas: " + deltas.tally().inWords(), drawnAt));
        }
        block.draw(lines);
    }

    private void addReport(List<LiveLayout.Line> lines, Optional<RolloutOutcome> outcome) {
        lines.add(line(Printable.of(RolloutWords.headline(report)) + ", " + elapsed(), ""));
        lines.addAll(stages());
        report.current()
                .flatMap(stage -> RolloutWords.gate(stage).map(verdict -> "gate of " + stage.name() + ": " + verdict))
                .ifPresent(text -> lines.add(line(Printable.of(text), "")));
        String last = outcome.map(RolloutWords::phrase).orElse("next: " + report.next());
        lines.add(line(Printable.of(last), ""));
    }

    /** All stages if there is room; else the last ones, because the roll-out moves towards them. */
    private List<LiveLayout.Line> stages() {
        List<RolloutStage> all = report.stages();
        int room = Math.max(1, terminal.currentRows() - LINES_BESIDE_STAGES - 1);
        List<RolloutStage> shown = all.subList(Math.max(0, all.size() - room), all.size());
        List<String> texts = new TextTable(
                        COLUMNS, shown.stream().map(LiveRolloutProgress::cells).toList())
                .lines(terminal.currentColumns() - 1);
        List<LiveLayout.Line> lines = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            lines.add(line(texts.get(i), color(shown.get(i))));
        }
        return lines;
    }

    private static List<Cell> cells(RolloutStage stage) {
        return List.of(
                Cell.of(Printable.of(stage.name())),
                Cell.of(stage.state().label()),
                Cell.of(stage.size().map(size -> size.toString()).orElse("")),
                Cell.of(RolloutWords.devices(stage)));
    }

    private static String color(RolloutStage stage) {
        return switch (stage.state()) {
            case PASSED -> GREEN;
            case FAILED, INCONCLUSIVE -> RED;
            default -> "";
        };
    }

    private LiveLayout.Line line(String text, String color) {
        String shown = DisplayWidth.shorten(text, terminal.currentColumns() - 1);
        return new LiveLayout.Line(shown, terminal.isColored() ? color : "");
    }

    private String elapsed() {
        return Durations.of(Duration.ofNanos(nanoTime.getAsLong() - start));
    }
}
