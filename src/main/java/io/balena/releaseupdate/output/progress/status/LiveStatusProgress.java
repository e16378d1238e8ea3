package io.balena.releaseupdate.output.progress.status;

import io.balena.releaseupdate.model.DelayedDevice;
import io.balena.releaseupdate.model.DeviceCounts;
import io.balena.releaseupdate.model.FleetStatus;
import io.balena.releaseupdate.model.StatusEnd;
import io.balena.releaseupdate.model.StatusEvent;
import io.balena.releaseupdate.output.progress.LiveLayout;
import io.balena.releaseupdate.output.progress.LiveRegion;
import io.balena.releaseupdate.output.progress.Terminal;
import io.balena.releaseupdate.output.progress.TroubleFilter;
import io.balena.releaseupdate.text.DisplayWidth;
import io.balena.releaseupdate.text.DistinctNames;
import io.balena.releaseupdate.text.Durations;
import io.balena.releaseupdate.text.Printable;
import io.balena.releaseupdate.text.TextStyle;
import io.balena.releaseupdate.text.TextTable;
import io.balena.releaseupdate.text.TextTable.Cell;
import io.balena.releaseupdate.text.TextTable.Column;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** One bar for the fleet, its devices by state, and those that hold things up, redrawn in place. */
final class LiveStatusProgress implements StatusProgress {

    private static final int LONGEST_BAR = 30;

    /** Room beside the bar for its brackets, the share and the time. */
    private static final int BESIDE_BAR = 24;

    private static final int LONGEST_NAME = 30;
    private static final int SHORTEST_NAME = 6;
    private static final List<Column> COLUMNS =
            List.of(Column.text(""), Column.text("").cutTo(SHORTEST_NAME), Column.text(""));

    private final LiveRegion block;
    private final Terminal terminal;
    private final LongSupplier nanoTime;
    private final long start;
    private final TroubleFilter troubles = new TroubleFilter();
    private FleetStatus status;
    private boolean running;

    LiveStatusProgress(PrintWriter out, Terminal terminal, LongSupplier nanoTime) {
        this.block = new LiveRegion(out, terminal);
        this.terminal = terminal;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    @Override
    public synchronized void start(FleetStatus first) {
        running = true;
        status = first;
        draw("");
    }

    @Override
    public synchronized void accept(StatusEvent event) {
        if (!running) {
            return;
        }
        if (event instanceof StatusEvent.Trouble trouble) {
            troubles.newsOf(trouble.message()).ifPresent(block::tell);
        } else if (event instanceof StatusEvent.Polled polled) {
            troubles.polled();
            status = polled.status();
        }
        draw("");
    }

    @Override
    public synchronized void tick() {
        if (running) {
            draw("");
        }
    }

    @Override
    public synchronized void finish(StatusEnd end) {
        if (running) {
            running = false;
            status = end.status();
            draw(StatusSummary.phrase(end) + ": ");
        }
    }

    private void draw(String phrase) {
        DeviceCounts devices = status.devices();
        String elapsed = Durations.of(Duration.ofNanos(nanoTime.getAsLong() - start));
        List<String> summary =
                new TextStyle(terminal.currentColumns() - 1, false, false).wrap(phrase + StatusSummary.of(devices), 0);
        int room = Math.max(0, terminal.currentRows() - 2 - summary.size());
        List<String> lines = new ArrayList<>();
        lines.add(bar(devices) + "  " + elapsed);
        lines.addAll(delayed(status.delayed().stream().limit(room).toList()));
        lines.addAll(summary);
        block.draw(lines.stream()
                .map(line -> new LiveLayout.Line(DisplayWidth.shorten(line, terminal.currentColumns() - 1), ""))
                .toList());
    }

    private String bar(DeviceCounts devices) {
        int length = Math.max(0, Math.min(LONGEST_BAR, terminal.currentColumns() - BESIDE_BAR));
        double share = devices.targeted() == 0 ? 1 : (double) devices.updated() / devices.targeted();
        int filled = (int) Math.floor(share * length);
        return "[" + "#".repeat(filled) + ".".repeat(length - filled) + "] " + (int) Math.floor(share * 100) + "%";
    }

    private List<String> delayed(List<DelayedDevice> devices) {
        Map<String, String> names = DistinctNames.shorten(
                devices.stream().map(device -> Printable.of(device.name())).toList(), LONGEST_NAME);
        List<List<Cell>> rows = devices.stream()
                .map(device -> List.of(
                        Cell.of(Printable.of(device.shortUuid())),
                        Cell.of(names.get(Printable.of(device.name()))),
                        Cell.of(device.state().label())))
                .toList();
        return new TextTable(COLUMNS, rows).lines(terminal.currentColumns() - 1);
    }
}
