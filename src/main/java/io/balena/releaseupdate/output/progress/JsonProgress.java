package io.balena.releaseupdate.output.progress;

import com.fasterxml.jackson.core.JsonGenerator;
import io.balena.releaseupdate.model.DeltaState;
import io.balena.releaseupdate.model.Preparation;
import io.balena.releaseupdate.model.PreparationEvent;
import io.balena.releaseupdate.model.Release;
import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.output.words.Tally;
import io.balena.releaseupdate.text.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * NDJSON: an object on a line for each event, in ASCII, for programs. Names and meanings stay; fields may be added.
 * Fields without a value are absent.
 *
 * <table>
 * <caption>Events and their fields, besides {@code time} (UTC, ISO 8601, milliseconds) and {@code event}</caption>
 * <tr><th>event</th><th>when</th><th>fields</th></tr>
 * <tr><td>{@code started}</td><td>first</td><td>{@code updates}, {@code deltas}</td></tr>
 * <tr><td>{@code asked}</td><td>a delta was requested</td><td>{@code service_names},
 * {@code originates_from__image}, {@code produces__image}, {@code attempt} (1 for the first time; a request that did
 * not get through is repeated under the same number), {@code most_attempts}</td></tr>
 * <tr><td>{@code changed}</td><td>a delta has another status, or failed in another way, than at the last poll</td>
 * <td>{@code service_names}, {@code originates_from__image}, {@code produces__image}, {@code status_before},
 * {@code status}, {@code delta_size} (bytes, once ready), {@code error_message} (once failed),
 * {@code deltas}</td></tr>
 * <tr><td>{@code trouble}</td><td>something went wrong that is tried again</td><td>{@code message}</td></tr>
 * <tr><td>{@code waiting}</td><td>nothing was printed for a minute</td><td>{@code elapsed_seconds},
 * {@code deltas}</td></tr>
 * <tr><td>{@code finished}</td><td>last</td><td>{@code outcome} ({@code ready}, {@code requested}, {@code failed},
 * {@code timed_out}, {@code interrupted} or {@code stopped}), {@code elapsed_seconds}, {@code updates},
 * {@code deltas}</td></tr>
 * </table>
 *
 * <table>
 * <caption>Fields that several events have</caption>
 * <tr><th>field</th><th>meaning</th></tr>
 * <tr><td>{@code service_names}</td><td>array; several services may need the same delta</td></tr>
 * <tr><td>{@code originates_from__image}, {@code produces__image}</td><td>objects with the {@code id} of the
 * image</td></tr>
 * <tr><td>{@code status}, {@code status_before}</td><td>{@code ready}, {@code preparing}, {@code pending} or
 * {@code failed}, as in the document</td></tr>
 * <tr><td>{@code deltas}</td><td>object: how many are {@code ready}, {@code preparing}, {@code pending},
 * {@code failed}, and in {@code total}</td></tr>
 * <tr><td>{@code updates}</td><td>array of objects with {@code originates_from__release} and
 * {@code produces__release} ({@code id}, {@code commit}), {@code overall_status} and, once ready,
 * {@code estimated_total_payload_size}, as in the document</td></tr>
 * </table>
 */
public final class JsonProgress implements Progress {

    private final EventLog log;
    private final String startEvent;
    private final int mostAttempts;
    private final DeltaBoard board;
    private final Heartbeat heartbeat;

    /** @param mostAttempts how often a delta is requested at most */
    public JsonProgress(PrintWriter out, int mostAttempts, LongSupplier nanoTime, Clock clock) {
        this(new EventLog(out, clock), "started", mostAttempts, nanoTime);
    }

    /** @param startEvent the name of the first event */
    public JsonProgress(EventLog log, String startEvent, int mostAttempts, LongSupplier nanoTime) {
        this.log = log;
        this.startEvent = startEvent;
        this.mostAttempts = mostAttempts;
        this.board = new DeltaBoard(nanoTime);
        this.heartbeat = new Heartbeat(nanoTime);
    }

    @Override
    public void start(List<ReleaseUpdate> updates) {
        board.start(updates);
        print(startEvent, json -> {
            writeUpdates(json, updates);
            writeTally(json);
        });
    }

    @Override
    public void accept(PreparationEvent event) {
        if (event instanceof PreparationEvent.Requested requested) {
            board.requested(requested).ifPresent(this::printRequested);
        } else if (event instanceof PreparationEvent.Changed changed) {
            board.changed(changed).ifPresent(delta -> printChanged(delta, changed.before()));
        } else if (event instanceof PreparationEvent.Trouble trouble) {
            print("trouble", json -> json.writeStringField("message", trouble.message()));
        } else {
            tick();
        }
    }

    @Override
    public void tick() {
        if (heartbeat.isDue()) {
            print("waiting", json -> {
                writeElapsed(json);
                writeTally(json);
            });
        }
    }

    @Override
    public void finish(List<ReleaseUpdate> updates, Preparation end) {
        board.settle(updates);
        print("finished", json -> {
            json.writeStringField("outcome", end.label());
            writeElapsed(json);
            writeUpdates(json, updates);
            writeTally(json);
        });
    }

    private void printRequested(DeltaProgress requested) {
        print("asked", json -> {
            writePair(json, requested);
            json.writeNumberField("attempt", requested.attempts());
            json.writeNumberField("most_attempts", mostAttempts);
        });
    }

    private void printChanged(DeltaProgress changed, DeltaState before) {
        print("changed", json -> {
            writePair(json, changed);
            json.writeStringField("status_before", before.status().label());
            json.writeStringField("status", changed.status().label());
            if (changed.delta().isPresent()) {
                json.writeNumberField("delta_size", changed.delta().get().size());
            }
            if (changed.errorMessage().isPresent()) {
                json.writeStringField(
                        "error_message",
                        Printable.excerpt(changed.errorMessage().get()));
            }
            writeTally(json);
        });
    }

    private static void writePair(JsonGenerator json, DeltaProgress delta) throws IOException {
        json.writeArrayFieldStart("service_names");
        for (String name : delta.serviceNames()) {
            json.writeString(name);
        }
        json.writeEndArray();
        writeImage(json, "originates_from__image", delta.pair().source());
        writeImage(json, "produces__image", delta.pair().target());
    }

    private static void writeImage(JsonGenerator json, String key, long id) throws IOException {
        json.writeObjectFieldStart(key);
        json.writeNumberField("id", id);
        json.writeEndObject();
    }

    private static void writeUpdates(JsonGenerator json, List<ReleaseUpdate> updates) throws IOException {
        json.writeArrayFieldStart("updates");
        for (ReleaseUpdate update : updates) {
            json.writeStartObject();
            writeRelease(json, "originates_from__release", update.from());
            writeRelease(json, "produces__release", update.to());
            json.writeStringField("overall_status", update.overallStatus().label());
            if (update.estimatedPayloadSize().isPresent()) {
                json.writeNumberField(
                        "estimated_total_payload_size",
                        update.estimatedPayloadSize().getAsLong());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeRelease(JsonGenerator json, String key, Release release) throws IOException {
        json.writeObjectFieldStart(key);
        json.writeNumberField("id", release.id());
        json.writeStringField("commit", release.commit());
        json.writeEndObject();
    }

    private void writeElapsed(JsonGenerator json) throws IOException {
        json.writeNumberField("elapsed_seconds", board.elapsed().toSeconds());
    }

    private void writeTally(JsonGenerator json) throws IOException {
        Tally tally = board.tally();
        json.writeObjectFieldStart("deltas");
        json.writeNumberField("total", tally.total());
        json.writeNumberField("ready", tally.ready());
        json.writeNumberField("preparing", tally.preparing());
        json.writeNumberField("pending", tally.pending());
        json.writeNumberField("failed", tally.failed());
        json.writeEndObject();
    }

    private void print(String event, EventLog.Fields fields) {
        log.print(event, fields);
        heartbeat.printed();
    }
}
