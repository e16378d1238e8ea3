package io.balena.releaseupdate.output.progress.rollout;

import com.fasterxml.jackson.core.JsonGenerator;
import io.balena.releaseupdate.model.ReleaseName;
import io.balena.releaseupdate.model.RolloutDeviceState;
import io.balena.releaseupdate.model.RolloutEvent;
import io.balena.releaseupdate.model.RolloutOutcome;
import io.balena.releaseupdate.model.RolloutReport;
import io.balena.releaseupdate.model.RolloutStage;
import io.balena.releaseupdate.output.progress.EventLog;
import io.balena.releaseupdate.output.progress.Heartbeat;
import io.balena.releaseupdate.output.progress.JsonProgress;
import io.balena.releaseupdate.output.words.RolloutWords;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * NDJSON for programs. Names and meanings stay; fields may be added. Fields without a value are absent.
 *
 * <table>
 * <caption>Events and their fields, besides {@code time} and {@code event}</caption>
 * <tr><th>event</th><th>when</th><th>fields</th></tr>
 * <tr><td>{@code started}</td><td>after the first poll</td><td>{@code fleet}, {@code originates_from__release}, {@code
 * produces__release}, {@code attempt}, {@code next}</td></tr>
 * <tr><td>{@code stage}</td><td>a stage differs from the last poll; at the first poll, each that has begun</td><td>{@code
 * stage}, {@code status}, {@code device_count}, {@code devices}, {@code verdict}, {@code next}</td></tr>
 * <tr><td>{@code written}</td><td>something was written to balena, and read back</td><td>{@code message}</td></tr>
 * <tr><td>{@code preparing}, {@code asked}, {@code changed}</td><td>deltas of a stage are prepared</td><td>those of
 * {@code started}, {@code asked} and {@code changed} in {@link JsonProgress}</td></tr>
 * <tr><td>{@code trouble}</td><td>something went wrong that will be tried again</td><td>{@code message}</td></tr>
 * <tr><td>{@code waiting}</td><td>nothing was printed for a minute</td><td>{@code elapsed_seconds}, and {@code next} or
 * {@code deltas}</td></tr>
 * <tr><td>{@code finished}</td><td>last</td><td>{@code outcome} ({@code done}, {@code stage_passed}, {@code undone},
 * {@code halted}, {@code paused}, {@code superseded}, {@code timed_out}, {@code interrupted} or {@code stopped}), {@code
 * reason}, {@code elapsed_seconds}, {@code device_count_following}, {@code device_count_pinned}</td></tr>
 * </table>
 *
 * <p>{@code devices} is an object: how many of the stage's devices are in each state; absent while it is not followed.
 */
final class JsonRolloutProgress implements RolloutProgress {

    private final EventLog log;
    private final LongSupplier nanoTime;
    private final long start;
    private final Heartbeat heartbeat;
    private final DeltaRuns deltas;
    private final Map<String, RolloutStage> stages = new HashMap<>();
    private RolloutReport report;
    private boolean isOver;

    JsonRolloutProgress(EventLog log, int mostAttempts, LongSupplier nanoTime) {
        this.log = log;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.heartbeat = new Heartbeat(nanoTime);
        this.deltas = new DeltaRuns(() -> new JsonProgress(log, "preparing", mostAttempts, nanoTime));
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
            print("trouble", json -> json.writeStringField("message", notice.message()));
        } else if (event instanceof RolloutEvent.Written written) {
            deltas.end();
            print("written", json -> json.writeStringField("message", written.what()));
        } else if (event instanceof RolloutEvent.Polled polled) {
            deltas.end();
            show(polled.report());
        }
    }

    private void show(RolloutReport now) {
        if (report == null) {
            print("started", json -> writeStart(json, now));
        }
        report = now;
        for (RolloutStage stage : now.stages()) {
            RolloutStage before = stages.put(stage.name(), stage);
            boolean isNews = before == null ? stage.state() != RolloutStage.State.PLANNED : !before.equals(stage);
            if (isNews) {
                print("stage", json -> write(json, stage, now.next()));
            }
        }
    }

    @Override
    public synchronized void tick() {
        if (isOver) {
            return;
        }
        if (deltas.isUnderWay()) {
            deltas.tick();
        } else if (heartbeat.isDue()) {
            print("waiting", json -> {
                writeElapsed(json);
                if (report != null) {
                    json.writeStringField("next", report.next());
                }
            });
        }
    }

    @Override
    public synchronized void finish(RolloutOutcome outcome) {
        if (isOver) {
            return;
        }
        isOver = true;
        print("finished", json -> {
            json.writeStringField("outcome", RolloutWords.label(outcome));
            Optional<String> reason = RolloutWords.reason(outcome);
            if (reason.isPresent()) {
                json.writeStringField("reason", reason.get());
            }
            writeElapsed(json);
            if (outcome.report().isPresent()) {
                json.writeNumberField(
                        "device_count_following", outcome.report().get().following());
                json.writeNumberField(
                        "device_count_pinned", outcome.report().get().pinned());
            }
        });
    }

    private static void writeStart(JsonGenerator json, RolloutReport report) throws IOException {
        json.writeObjectFieldStart("fleet");
        json.writeNumberField("id", report.fleet().id());
        json.writeStringField("slug", report.fleet().slug());
        json.writeEndObject();
        write(json, "originates_from__release", report.origin());
        write(json, "produces__release", report.to());
        json.writeNumberField("attempt", report.attempt());
        json.writeStringField("next", report.next());
    }

    private static void write(JsonGenerator json, String key, ReleaseName release) throws IOException {
        json.writeObjectFieldStart(key);
        json.writeNumberField("id", release.id());
        json.writeStringField("commit", release.commit());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, RolloutStage stage, String next) throws IOException {
        json.writeStringField("stage", stage.name());
        json.writeStringField("status", stage.state().label());
        if (stage.size().isPresent()) {
            json.writeNumberField("device_count", stage.size().get());
        }
        if (!stage.devices().isEmpty()) {
            json.writeObjectFieldStart("devices");
            for (RolloutDeviceState state : RolloutDeviceState.values()) {
                json.writeNumberField(state.label(), stage.in(state));
            }
            json.writeEndObject();
        }
        if (stage.verdict().isPresent()) {
            json.writeStringField("verdict", stage.verdict().get());
        }
        json.writeStringField("next", next);
    }

    private void writeElapsed(JsonGenerator json) throws IOException {
        json.writeNumberField(
                "elapsed_seconds",
                Duration.ofNanos(nanoTime.getAsLong() - start).toSeconds());
    }

    private void print(String event, EventLog.Fields fields) {
        log.print(event, fields);
        heartbeat.printed();
    }
}
