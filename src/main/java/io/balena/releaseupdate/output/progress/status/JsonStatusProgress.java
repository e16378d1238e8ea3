package io.balena.releaseupdate.output.progress.status;

import com.fasterxml.jackson.core.JsonGenerator;
import io.balena.releaseupdate.model.DeviceCounts;
import io.balena.releaseupdate.model.DeviceState;
import io.balena.releaseupdate.model.FleetStatus;
import io.balena.releaseupdate.model.StatusEnd;
import io.balena.releaseupdate.model.StatusEvent;
import io.balena.releaseupdate.output.progress.EventLog;
import io.balena.releaseupdate.output.progress.Heartbeat;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * NDJSON for programs. Names and meanings stay; fields may be added.
 *
 * <table>
 * <caption>Events and their fields, besides {@code time} and {@code event}</caption>
 * <tr><th>event</th><th>when</th><th>fields</th></tr>
 * <tr><td>{@code started}</td><td>first</td><td>{@code devices}</td></tr>
 * <tr><td>{@code changed}</td><td>counts differ from those of the last poll</td><td>{@code devices}</td></tr>
 * <tr><td>{@code trouble}</td><td>something went wrong that will be tried again</td><td>{@code message}</td></tr>
 * <tr><td>{@code waiting}</td><td>nothing was printed for a minute</td><td>{@code elapsed_seconds}, {@code
 * devices}</td></tr>
 * <tr><td>{@code finished}</td><td>last</td><td>{@code outcome} ({@code reached}, {@code timed_out}, {@code superseded},
 * {@code interrupted} or {@code stopped}), {@code elapsed_seconds}, {@code devices}</td></tr>
 * </table>
 *
 * <p>{@code devices} is an object: how many are in each state, {@code targeted} in all, and {@code other_target}, {@code
 * pinned}, {@code frozen} and {@code inactive} ones apart from these.
 */
final class JsonStatusProgress implements StatusProgress {

    private final EventLog log;
    private final LongSupplier nanoTime;
    private final long start;
    private final Heartbeat heartbeat;
    private DeviceCounts devices = DeviceCounts.NONE;
    private boolean running;

    JsonStatusProgress(EventLog log, LongSupplier nanoTime) {
        this.log = log;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.heartbeat = new Heartbeat(nanoTime);
    }

    @Override
    public synchronized void start(FleetStatus status) {
        running = true;
        devices = status.devices();
        print("started", this::writeDevices);
    }

    @Override
    public synchronized void accept(StatusEvent event) {
        if (!running) {
            return;
        }
        if (event instanceof StatusEvent.Trouble trouble) {
            print("trouble", json -> json.writeStringField("message", trouble.message()));
        } else if (event instanceof StatusEvent.Polled polled
                && !polled.status().devices().equals(devices)) {
            devices = polled.status().devices();
            print("changed", this::writeDevices);
        }
    }

    @Override
    public synchronized void tick() {
        if (running && heartbeat.isDue()) {
            print("waiting", json -> {
                writeElapsed(json);
                writeDevices(json);
            });
        }
    }

    @Override
    public synchronized void finish(StatusEnd end) {
        if (!running) {
            return;
        }
        running = false;
        devices = end.status().devices();
        print("finished", json -> {
            json.writeStringField("outcome", StatusSummary.label(end));
            writeElapsed(json);
            writeDevices(json);
        });
    }

    private void print(String event, EventLog.Fields fields) {
        log.print(event, fields);
        heartbeat.printed();
    }

    private void writeElapsed(JsonGenerator json) throws IOException {
        json.writeNumberField(
                "elapsed_seconds",
                Duration.ofNanos(nanoTime.getAsLong() - start).toSeconds());
    }

    private void writeDevices(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("devices");
        json.writeNumberField("targeted", devices.targeted());
        for (DeviceState state : DeviceState.values()) {
            json.writeNumberField(state.label(), devices.in(state));
        }
        json.writeNumberField("other_target", devices.otherTarget());
        json.writeNumberField("pinned", devices.pinned());
        json.writeNumberField("frozen", devices.frozen());
        json.writeNumberField("inactive", devices.inactive());
        json.writeEndObject();
    }
}
