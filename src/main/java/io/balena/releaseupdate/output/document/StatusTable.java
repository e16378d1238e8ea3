package io.balena.releaseupdate.output.document;

import io.balena.releaseupdate.model.DelayedDevice;
import io.balena.releaseupdate.model.DeviceState;
import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.FleetStatus;
import io.balena.releaseupdate.text.Printable;
import io.balena.releaseupdate.text.TextTable;
import io.balena.releaseupdate.text.TextTable.Cell;
import io.balena.releaseupdate.text.TextTable.Column;
import java.util.ArrayList;
import java.util.List;

/** A fleet's status as plain text for people. */
final class StatusTable {

    private static final int LEAST_NAME = 8;

    private static final List<Column> STATES = List.of(Column.text("STATE"), Column.number("DEVICES"));

    private static final List<Column> DELAYED = List.of(
            Column.text("HELD UP BY").briefly("DEVICE"),
            Column.text("NAME").cutTo(LEAST_NAME),
            Column.text("STATE"),
            Column.text("SINCE").briefly("SINCE UTC").leftOut(1));

    private StatusTable() {}

    /** The document, with a final newline. */
    static String of(FleetStatus status, Presentation as) {
        Fleet fleet = status.fleet();
        List<String> lines = new ArrayList<>();
        lines.addAll(as.wrap("Fleet:    " + as.link(as.page(fleet), Printable.of(fleet.slug()))
                + Printable.of(", " + status.target().label())));
        lines.addAll(as.wrap("Release:  "
                + as.link(
                        as.page(fleet, status.release()),
                        Printable.of(status.release().label()))));
        lines.add("");
        lines.addAll(states(status, as));
        lines.add("");
        lines.addAll(as.wrap("Progress: " + StatusText.updated(status.devices())));
        String apart = StatusText.apart(status.devices());
        if (!apart.isEmpty()) {
            lines.addAll(as.wrap("Apart from these: " + apart));
        }
        if (!status.delayed().isEmpty()) {
            lines.add("");
            lines.addAll(delayed(status.delayed(), as));
        }
        lines.addAll(as.addresses(fleet, status.release()));
        return String.join("\n", lines) + "\n";
    }

    private static List<String> states(FleetStatus status, Presentation as) {
        List<List<Cell>> rows = new ArrayList<>();
        for (DeviceState state : DeviceState.values()) {
            long count = status.devices().in(state);
            if (count > 0 || state == DeviceState.UPDATED) {
                rows.add(List.of(Cell.of(state.label()).dressed(as::state), Cell.of(Long.toString(count))));
            }
        }
        rows.add(
                List.of(Cell.of("TOTAL"), Cell.of(Long.toString(status.devices().targeted()))));
        return new TextTable(STATES, rows).lines(as.style().columns());
    }

    private static List<String> delayed(List<DelayedDevice> devices, Presentation as) {
        List<List<Cell>> rows = devices.stream()
                .map(device -> List.of(
                        Cell.of(Printable.of(device.shortUuid()))
                                .dressed(text -> as.link(as.page(device.uuid()), text)),
                        Cell.of(Printable.of(device.name())),
                        Cell.of(device.state().label()).dressed(as::state),
                        Cell.of(StatusText.since(device), StatusText.sinceBriefly(device))))
                .toList();
        return new TextTable(DELAYED, rows).lines(as.style().columns());
    }
}
