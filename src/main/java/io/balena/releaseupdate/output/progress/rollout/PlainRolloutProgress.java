package io.balena.releaseupdate.output.progress.rollout;

import io.balena.releaseupdate.model.RolloutEvent;
import io.balena.releaseupdate.model.RolloutOutcome;
import io.balena.releaseupdate.model.RolloutReport;
import io.balena.releaseupdate.model.RolloutStage;
import io.balena.releaseupdate.output.progress.Heartbeat;
import io.balena.releaseupdate.output.progress.PlainProgress;
import io.balena.releaseupdate.output.progress.TroubleFilter;
import io.balena.releaseupdate.output.words.RolloutWords;
import io.balena.releaseupdate.text.Counts;
import io.balena.releaseupdate.text.Durations;
import io.balena.releaseupdate.text.Printable;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** A line for each change, for logs. */
final class PlainRolloutProgress implements RolloutProgress {

    private final PrintWriter out;
    private final LongSupplier nanoTime;
    private final long start;
    private final Heartbeat heartbeat;
    private final TroubleFilter troubles = new TroubleFilter();
    private final DeltaRuns deltas;
    private final Map<String, RolloutStage> stages = new HashMap<>();
    private RolloutReport report;
    private boolean isOver;

    PlainRolloutProgress(PrintWriter out, int mostAttempts, LongSupplier nanoTime) {
        this.out = out;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.heartbeat = new Heartbeat(nanoTime);
        this.deltas = new DeltaRuns(() -> new PlainProgress(out, mostAttempts, nanoTime));
    }

    @Override
    public synchronized void accept(RolloutEvent event) {
        if (isOver) {
            return;
        }
        if (event instanceof RolloutEvent.Preparing preparing) {
            deltas.accept(preparing);
            heartbeat.printed();
        } else if (event instanceof RolloutEvent.Notice notice) {
            troubles.newsOf(notice.message()).ifPresent(this::print);
        } else if (event instanceof RolloutEvent.Written written) {
            deltas.end();
            print(Printable.of(written.what()));
        } else if (event instanceof RolloutEvent.Polled polled) {
            deltas.end();
            troubles.polled();
            show(polled.report());
        }
    }

    private void show(RolloutReport now) {
        if (report == null) {
            List<String> names = now.stages().stream().map(RolloutStage::name).toList();
            print(Printable.of(
                    "rolling out " + RolloutWords.headline(now) + ", in stages: " + String.join(", ", names)));
        }
        boolean hasMoved = report == null;
        for (RolloutStage stage : now.stages()) {
            RolloutStage before = stages.put(stage.name(), stage);
            boolean isNews = before == null ? stage.state() != RolloutStage.State.PLANNED : !before.equals(stage);
            if (isNews) {
                print(line(stage));
                hasMoved |= before == null || before.state() != stage.state();
            }
        }
        if (hasMoved) {
            print(Printable.of("next: " + now.next()));
        }
        report = now;
    }

    private static String line(RolloutStage stage) {
        String devices = RolloutWords.devices(stage);
        return Printable.of("stage " + stage.name() + ": " + stage.state().label()
                + stage.size().map(size -> ", " + Counts.devices(size)).orElse("")
                + (devices.isEmpty() ? "" : ": " + devices)
                + stage.verdict().map(verdict -> "; " + verdict).orElse(""));
    }

    @Override
    public synchronized void tick() {
        if (isOver) {
            return;
        }
        if (deltas.isUnderWay()) {
            deltas.tick();
        } else if (heartbeat.isDue()) {
            print("still going on after " + elapsed()
                    + (report == null ? "" : Printable.of(", next: " + report.next())));
        }
    }

    @Override
    public synchronized void finish(RolloutOutcome outcome) {
        if (isOver) {
            return;
        }
        isOver = true;
        if (outcome.report().isPresent()) {
            print(RolloutWords.phrase(outcome) + " after " + elapsed());
        }
    }

    private void print(String line) {
        out.print(line + "\n");
        out.flush();
        heartbeat.printed();
    }

    private String elapsed() {
        return Durations.of(Duration.ofNanos(nanoTime.getAsLong() - start));
    }
}
