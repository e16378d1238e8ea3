package io.balena.releaseupdate.output.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.balena.releaseupdate.model.FleetUpdate;
import io.balena.releaseupdate.model.FullDownload;
import io.balena.releaseupdate.model.PinOutcome;
import io.balena.releaseupdate.model.PinnedDevices;
import io.balena.releaseupdate.model.SourceUpdate;
import io.balena.releaseupdate.output.words.PinText;
import java.io.IOException;

/**
 * A fleet's update as JSON, in the style of the npm tool's document. Keys whose value is not known are absent.
 *
 * <table>
 * <caption>Keys</caption>
 * <tr><th>key</th><th>meaning</th></tr>
 * <tr><td>{@code fleet}</td><td>{@code id}, {@code slug}, and what its devices were told to run when the command began:
 * {@code should_be_running__release} ({@code id}, {@code commit}, {@code raw_version}; absent without), {@code
 * should_track_latest_release}</td></tr>
 * <tr><td>{@code produces__release}</td><td>the target release: {@code id}, {@code commit}, {@code
 * raw_version}, as for every release here</td></tr>
 * <tr><td>{@code is_produced_by__release_update}</td><td>one for each release that devices run and that can be
 * described, most devices first: the document of that update, then {@code device_count} and, once it is ready, {@code
 * estimated_fleet_payload_size}: bytes that all these devices download together</td></tr>
 * <tr><td>{@code device_count}</td><td>all devices of the fleet</td></tr>
 * <tr><td>{@code counts_online_only}</td><td>true if only devices are counted, here and below, that balena heard from
 * recently; else absent</td></tr>
 * <tr><td>{@code device_count_following}</td><td>those that follow the fleet: the sum of those on the target, those of all
 * updates and those that download in full</td></tr>
 * <tr><td>{@code device_count_pinned}, {@code device_count_frozen}, {@code device_count_inactive}</td><td>those that do not
 * follow it, because they are pinned on their own, frozen, or never connected; none of these is in another number
 * </td></tr>
 * <tr><td>{@code device_count_on_target}</td><td>run the target release already</td></tr>
 * <tr><td>{@code device_count_ready}</td><td>those, and those whose update is ready</td></tr>
 * <tr><td>{@code device_count_downloading_in_full}</td><td>devices that no deltas are prepared for</td></tr>
 * <tr><td>{@code device_count_without_release}</td><td>of these, those that run no release yet</td></tr>
 * <tr><td>{@code overall_status}</td><td>of the update that is least far; {@code ready} without any, but {@code unknown}
 * while balena does not show what some devices run</td></tr>
 * <tr><td>{@code estimated_fleet_payload_size}</td><td>bytes that the whole fleet downloads; absent until
 * ready</td></tr>
 * <tr><td>{@code largest_fleet_payload_size}</td><td>the same if no further delta gets built</td></tr>
 * <tr><td>{@code downloads_in_full__release}</td><td>for each other release that devices run: {@code
 * originates_from__release} (absent if balena does not show it), {@code device_count}, {@code reason}; absent when
 * empty</td></tr>
 * <tr><td>{@code pinned_to__release}</td><td>for each release that devices are pinned to on their own: {@code release}
 * (absent if balena does not show it), {@code device_count}; absent when empty</td></tr>
 * <tr><td>{@code pin}</td><td>the result of {@code --pin}, absent without it: {@code status} ({@code pinned}, {@code
 * already_pinned}, {@code would_pin}, {@code not_pinned} or {@code unknown}), {@code reason} for the last two, and what
 * the fleet runs by now, as in {@code fleet}, if it was re-pinned</td></tr>
 * <tr><td>{@code status}</td><td>how far the devices were when {@code --follow} ended, a document of its own as in {@link
 * StatusJson}; absent if they were not followed</td></tr>
 * </table>
 */
final class FleetJson {

    private FleetJson() {}

    static void write(JsonGenerator json, FleetUpdate update) throws IOException {
        json.writeStartObject();
        FleetNameJson.write(json, update.fleet(), update.before());
        FleetNameJson.writeNamed(
                json, "produces__release", update.to().release().name());
        json.writeArrayFieldStart("is_produced_by__release_update");
        for (SourceUpdate source : update.updates()) {
            write(json, source);
        }
        json.writeEndArray();
        writeTotals(json, update);
        if (!update.fullDownloads().isEmpty()) {
            json.writeArrayFieldStart("downloads_in_full__release");
            for (FullDownload download : update.fullDownloads()) {
                write(json, download);
            }
            json.writeEndArray();
        }
        if (!update.others().pinned().isEmpty()) {
            json.writeArrayFieldStart("pinned_to__release");
            for (PinnedDevices pinned : update.others().pinned()) {
                write(json, pinned);
            }
            json.writeEndArray();
        }
        if (update.pin().isPresent()) {
            write(json, update.pin().get());
        }
        if (update.status().isPresent()) {
            json.writeFieldName("status");
            StatusJson.write(json, update.status().get());
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, SourceUpdate source) throws IOException {
        json.writeStartObject();
        FleetNameJson.writeNamed(
                json, "originates_from__release", source.update().from().name());
        FleetNameJson.writeNamed(json, "produces__release", source.update().to().name());
        UpdateJson.writeFields(json, source.update());
        json.writeNumberField("device_count", source.deviceCount());
        if (source.estimatedPayloadSize().isPresent()) {
            json.writeNumberField(
                    "estimated_fleet_payload_size",
                    source.estimatedPayloadSize().getAsLong());
        }
        json.writeEndObject();
    }

    private static void writeTotals(JsonGenerator json, FleetUpdate update) throws IOException {
        json.writeNumberField("device_count", update.totalDeviceCount());
        if (update.isOnlineOnly()) {
            json.writeBooleanField("counts_online_only", true);
        }
        json.writeNumberField("device_count_following", update.deviceCount());
        json.writeNumberField("device_count_pinned", update.others().pinnedCount());
        json.writeNumberField("device_count_frozen", update.others().frozen());
        json.writeNumberField("device_count_inactive", update.others().inactive());
        json.writeNumberField("device_count_on_target", update.updatedDeviceCount());
        json.writeNumberField("device_count_ready", update.readyDeviceCount());
        json.writeNumberField("device_count_downloading_in_full", update.fullDownloadDeviceCount());
        json.writeNumberField("device_count_without_release", update.newDeviceCount());
        json.writeStringField("overall_status", update.overallStatus().label());
        if (update.estimatedPayloadSize().isPresent()) {
            json.writeNumberField(
                    "estimated_fleet_payload_size",
                    update.estimatedPayloadSize().getAsLong());
        }
        json.writeNumberField("largest_fleet_payload_size", update.largestPayloadSize());
    }

    private static void write(JsonGenerator json, FullDownload download) throws IOException {
        json.writeStartObject();
        if (download.from().isPresent()) {
            FleetNameJson.writeNamed(
                    json, "originates_from__release", download.from().get());
        }
        json.writeNumberField("device_count", download.deviceCount());
        json.writeStringField("reason", download.reason());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, PinnedDevices pinned) throws IOException {
        json.writeStartObject();
        if (pinned.to().isPresent()) {
            FleetNameJson.writeNamed(json, "release", pinned.to().get());
        }
        json.writeNumberField("device_count", pinned.deviceCount());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, PinOutcome pin) throws IOException {
        json.writeObjectFieldStart("pin");
        json.writeStringField("status", PinText.status(pin));
        if (PinText.reason(pin).isPresent()) {
            json.writeStringField("reason", PinText.reason(pin).get());
        }
        if (pin instanceof PinOutcome.Repinned repinned) {
            FleetNameJson.write(json, repinned.now());
        }
        json.writeEndObject();
    }
}
