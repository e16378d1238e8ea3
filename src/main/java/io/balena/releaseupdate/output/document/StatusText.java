package io.balena.releaseupdate.output.document;

import io.balena.releaseupdate.model.DelayedDevice;
import io.balena.releaseupdate.model.DeviceCounts;
import io.balena.releaseupdate.model.DeviceState;
import io.balena.releaseupdate.text.Counts;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A fleet's status in words, for documents and progress alike. Holds nothing of balena's text. */
public final class StatusText {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter BRIEF_TIME =
            DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private StatusText() {}

    /** How many devices are updated: {@code 28 of 40 devices updated (70%)}. */
    public static String updated(DeviceCounts devices) {
        long all = devices.targeted();
        if (all == 0) {
            return "no device has this release as its target";
        }
        // Rounded down: only all is 100%.
        return devices.updated() + " of " + Counts.devices(all) + " updated (" + percent(devices) + "%)";
    }

    /** The share of updated devices, rounded down; 100 if there are no devices. */
    static int percent(DeviceCounts devices) {
        return devices.targeted() == 0 ? 100 : (int) Math.floor(100.0 * devices.updated() / devices.targeted());
    }

    /** The other states that devices are in: {@code 3 downloading, 9 waiting}; empty if there are none. */
    public static String others(DeviceCounts devices) {
        List<String> parts = new ArrayList<>();
        for (DeviceState state : DeviceState.values()) {
            if (state != DeviceState.UPDATED && devices.in(state) > 0) {
                parts.add(devices.in(state) + " " + state.label());
            }
        }
        return String.join(", ", parts);
    }

    /** The devices that don't take part: {@code 12 pinned on their own, 1 frozen}; empty if all do. */
    static String apart(DeviceCounts devices) {
        List<String> parts = new ArrayList<>();
        add(parts, devices.otherTarget(), "following the fleet's other target");
        add(parts, devices.pinned(), "pinned on their own");
        add(parts, devices.frozen(), "frozen");
        add(parts, devices.inactive(), "inactive");
        return String.join(", ", parts);
    }

    private static void add(List<String> parts, long count, String what) {
        if (count > 0) {
            parts.add(count + " " + what);
        }
    }

    static String since(DelayedDevice device) {
        return device.since().map(TIME::format).orElse(ServiceRow.NONE);
    }

    /** In UTC, without the year. */
    static String sinceBriefly(DelayedDevice device) {
        return device.since().map(BRIEF_TIME::format).orElse(ServiceRow.NONE);
    }
}
