package io.balena.releaseupdate.output.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.balena.releaseupdate.model.DelayedDevice;
import io.balena.releaseupdate.model.DeviceCounts;
import io.balena.releaseupdate.model.DeviceState;
import io.balena.releaseupdate.model.FleetStatus;
import java.io.IOException;

/**
 * A fleet's status as JSON. Keys without a value are absent.
 *
 * <table>
 * <caption>Keys</caption>
 * <tr><th>key</th><th>meaning</th></tr>
 * <tr><td>{@code fleet}</td><td>as in a fleet's update: {@code id}, {@code slug}, {@code should_be_running__release},
 * {@code should_track_latest_release}</td></tr>
 * <tr><td>{@code release}</td><td>the release in question: {@code id}, {@code commit}, {@code raw_version}</td></tr>
 * <tr><td>{@code device_count}</td><td>all devices of the fleet</td></tr>
 * <tr><td>{@code device_count_targeted}</td><td>those with the release as their target</td></tr>
 * <tr><td>{@code device_count_updated} and so on</td><td>of these, those in each state: {@code updated}, {@code
 * rejected}, {@code unreachable}, {@code applying}, {@code downloaded}, {@code downloading}, {@code waiting}</td></tr>
 * <tr><td>{@code device_count_other_target}</td><td>follow the fleet, which has another target</td></tr>
 * <tr><td>{@code device_count_pinned}</td><td>pinned on their own to another release</td></tr>
 * <tr><td>{@code device_count_frozen}, {@code device_count_inactive}</td><td>don't update: frozen, or never
 * connected</td></tr>
 * <tr><td>{@code is_complete}</td><td>whether all targeted devices are updated</td></tr>
 * <tr><td>{@code delayed__device}</td><td>devices that hold things up, the longest first: {@code uuid}, {@code
 * device_name}, {@code state}, {@code since} (UTC, ISO 8601; absent if balena does not record it)</td></tr>
 * </table>
 */
final class StatusJson {

    private StatusJson() {}

    static void write(JsonGenerator json, FleetStatus status) throws IOException {
        json.writeStartObject();
        FleetNameJson.write(json, status.fleet(), status.target());
        FleetNameJson.writeNamed(json, "release", status.release());
        writeCounts(json, status.devices());
        json.writeBooleanField("is_complete", status.isComplete());
        json.writeArrayFieldStart("delayed__device");
        for (DelayedDevice device : status.delayed()) {
            write(json, device);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeCounts(JsonGenerator json, DeviceCounts devices) throws IOException {
        json.writeNumberField("device_count", devices.total());
        json.writeNumberField("device_count_targeted", devices.targeted());
        for (DeviceState state : DeviceState.values()) {
            json.writeNumberField("device_count_" + state.label(), devices.in(state));
        }
        json.writeNumberField("device_count_other_target", devices.otherTarget());
        json.writeNumberField("device_count_pinned", devices.pinned());
        json.writeNumberField("device_count_frozen", devices.frozen());
        json.writeNumberField("device_count_inactive", devices.inactive());
    }

    private static void write(JsonGenerator json, DelayedDevice device) throws IOException {
        json.writeStartObject();
        json.writeStringField("uuid", device.uuid());
        json.writeStringField("device_name", device.name());
        json.writeStringField("state", device.state().label());
        if (device.since().isPresent()) {
            json.writeStringField("since", device.since().get().toString());
        }
        json.writeEndObject();
    }
}
