package io.balena.releaseupdate.output.document;

import io.balena.releaseupdate.model.DelayedDevice;
import io.balena.releaseupdate.model.DeviceState;
import io.balena.releaseupdate.model.FleetStatus;
import io.balena.releaseupdate.text.Printable;
import io.balena.releaseupdate.text.TextTable;
import io.balena.releaseupdate.text.TextTable.Alignment;
import java.util.ArrayList;
import java.util.List;

/** A fleet's status as plain text for people. */
final class StatusTable {

    private StatusTable() {}

    /** The document, with a final newline. */
    static String of(FleetStatus status) {
        List<String> lines = new ArrayList<>();
        lines.add("Fleet:    " + Printable.of(status.fleet().slug() + ", " + StatusText.target(status)));
        lines.add("Release:  " + Printable.of(status.release().label()));
        lines.add("");
        lines.addAll(states(status));
        lines.add("");
        lines.add("Progress: " + StatusText.updated(status.devices()));
        String apart = StatusText.apart(status.devices());
        if (!apart.isEmpty()) {
            lines.add("Apart from these: " + apart);
        }
        if (!status.delayed().isEmpty()) {
            lines.add("");
            lines.addAll(delayed(status.delayed()));
        }
        return String.join("\n", lines) + "\n";
    }

    private static List<String> states(FleetStatus status) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("STATE", "DEVICES"));
        for (DeviceState state : DeviceState.values()) {
            long count = status.devices().in(state);
            if (count > 0 || state == DeviceState.UPDATED) {
                rows.add(List.of(state.label(), Long.toString(count)));
            }
        }
        rows.add(List.of("TOTAL", Long.toString(status.devices().targeted())));
        return new TextTable(List.of(Alignment.LEFT, Alignment.RIGHT), rows).lines();
    }

    private static List<String> delayed(List<DelayedDevice> devices) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("HELD UP BY", "NAME", "STATE", "SINCE"));
        for (DelayedDevice device : devices) {
            rows.add(List.of(
                    Printable.of(device.shortUuid()),
                    Printable.of(device.name()),
                    device.state().label(),
                    StatusText.since(device)));
        }
        return new TextTable(List.of(Alignment.LEFT, Alignment.LEFT, Alignment.LEFT, Alignment.LEFT), rows).lines();
    }
}
