package io.balena.releaseupdate.output.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.balena.releaseupdate.model.RolloutDeviceState;
import io.balena.releaseupdate.model.RolloutForecast;
import io.balena.releaseupdate.model.RolloutOutcome;
import io.balena.releaseupdate.model.RolloutReport;
import io.balena.releaseupdate.model.RolloutStage;
import io.balena.releaseupdate.output.words.RolloutWords;
import java.io.IOException;
import java.util.Optional;

/**
 * A roll-out as JSON. Keys without a value are absent.
 *
 * <table>
 * <caption>Keys</caption>
 * <tr><th>key</th><th>meaning</th></tr>
 * <tr><td>{@code fleet}</td><td>{@code id}, {@code slug}, and what its devices are told to run now: {@code
 * should_be_running__release}, {@code should_track_latest_release}</td></tr>
 * <tr><td>{@code originates_from__release}</td><td>the release that the fleet was pinned to when it began: {@code id},
 * {@code commit}, {@code raw_version}</td></tr>
 * <tr><td>{@code produces__release}</td><td>the release that it brings, likewise</td></tr>
 * <tr><td>{@code attempt}</td><td>1 for the first roll-out of this release, one more after each that was undone</td></tr>
 * <tr><td>{@code device_count_following}</td><td>devices that follow the fleet and have no pin</td></tr>
 * <tr><td>{@code device_count_pinned}</td><td>devices that this roll-out has pinned</td></tr>
 * <tr><td>{@code device_count_keeping_pin}</td><td>devices that were pinned to the release before it began, and stay
 * so</td></tr>
 * <tr><td>{@code stages}</td><td>all stages in order, the pin of the fleet last: {@code name}, {@code status} ({@code
 * planned}, {@code pinning}, {@code updating}, {@code soaking}, {@code passed}, {@code skipped}, {@code failed}, {@code
 * inconclusive}), {@code device_count} (once it has begun), {@code device_count_updated} and so on (while it is
 * followed), {@code verdict} (the gate's last word)</td></tr>
 * <tr><td>{@code forecast}</td><td>with {@code --dry-run}: what is left to do, in order: {@code name}, {@code
 * device_count}, {@code delta_count}, {@code largest_payload_size} (bytes), {@code writes}</td></tr>
 * <tr><td>{@code outcome}, {@code reason}</td><td>how the run ended, as in the last event of {@code --progress json}, and
 * why</td></tr>
 * <tr><td>{@code next}</td><td>what comes next, or what to do, a sentence</td></tr>
 * </table>
 */
final class RolloutJson {

    private RolloutJson() {}

    /** @param report the outcome's */
    static void write(JsonGenerator json, RolloutReport report, RolloutOutcome outcome) throws IOException {
        json.writeStartObject();
        writeReport(json, report);
        json.writeStringField("outcome", RolloutWords.label(outcome));
        Optional<String> reason = RolloutWords.reason(outcome);
        if (reason.isPresent()) {
            json.writeStringField("reason", reason.get());
        }
        json.writeStringField("next", report.next());
        json.writeEndObject();
    }

    static void write(JsonGenerator json, RolloutForecast forecast) throws IOException {
        json.writeStartObject();
        writeReport(json, forecast.report());
        json.writeArrayFieldStart("forecast");
        for (RolloutForecast.Stage stage : forecast.stages()) {
            write(json, stage);
        }
        json.writeEndArray();
        json.writeStringField("next", forecast.report().next());
        json.writeEndObject();
    }

    private static void writeReport(JsonGenerator json, RolloutReport report) throws IOException {
        FleetNameJson.write(json, report.fleet(), report.target());
        FleetNameJson.writeNamed(json, "originates_from__release", report.origin());
        FleetNameJson.writeNamed(json, "produces__release", report.to());
        json.writeNumberField("attempt", report.attempt());
        json.writeNumberField("device_count_following", report.following());
        json.writeNumberField("device_count_pinned", report.pinned());
        json.writeNumberField("device_count_keeping_pin", report.keptPins());
        json.writeArrayFieldStart("stages");
        for (RolloutStage stage : report.stages()) {
            write(json, stage);
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, RolloutStage stage) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", stage.name());
        json.writeStringField("status", stage.state().label());
        if (stage.size().isPresent()) {
            json.writeNumberField("device_count", stage.size().get());
        }
        if (!stage.devices().isEmpty()) {
            for (RolloutDeviceState state : RolloutDeviceState.values()) {
                json.writeNumberField("device_count_" + state.label(), stage.in(state));
            }
        }
        if (stage.verdict().isPresent()) {
            json.writeStringField("verdict", stage.verdict().get());
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, RolloutForecast.Stage stage) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", stage.name());
        json.writeNumberField("device_count", stage.devices());
        json.writeNumberField("delta_count", stage.deltas());
        json.writeNumberField("largest_payload_size", stage.payloadSize());
        json.writeArrayFieldStart("writes");
        for (String write : stage.writes()) {
            json.writeString(write);
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
