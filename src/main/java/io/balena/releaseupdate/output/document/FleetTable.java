package io.balena.releaseupdate.output.document;

import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.FleetUpdate;
import io.balena.releaseupdate.model.ReleaseName;
import io.balena.releaseupdate.output.words.PinText;
import io.balena.releaseupdate.text.Counts;
import io.balena.releaseupdate.text.Printable;
import io.balena.releaseupdate.text.TextTable;
import io.balena.releaseupdate.text.TextTable.Cell;
import io.balena.releaseupdate.text.TextTable.Column;
import java.util.ArrayList;
import java.util.List;

/** A fleet's update as plain text for people: a row for each release that its devices run, totals, and reasons. */
final class FleetTable {

    private static final int LEAST_NAME = 8;

    private static final List<Column> COLUMNS = List.of(
            Column.text("FROM RELEASE").briefly("FROM").cutTo(LEAST_NAME),
            Column.number("DEVICES"),
            Column.number("DELTAS").leftOut(1),
            Column.text("STATE"),
            Column.number("PER DEVICE").briefly("EACH").leftOut(2),
            Column.number("ALL DEVICES").briefly("ALL"));

    private FleetTable() {}

    /** The document, with a final newline. */
    static String of(FleetUpdate update, Presentation as) {
        Fleet fleet = update.fleet();
        ReleaseName to = update.to().release().name();
        List<String> lines = new ArrayList<>();
        lines.addAll(as.wrap("Fleet:       " + as.link(as.page(fleet), Printable.of(fleet.slug()))
                + Printable.of(", " + PinText.before(update))));
        lines.addAll(as.wrap("To release:  " + as.link(as.page(fleet, to), Releases.text(to))));
        lines.add("");
        lines.addAll(table(update, as));
        lines.add("");
        lines.addAll(
                as.wrap("Overall status: " + as.state(update.overallStatus().label())));
        lines.addAll(as.wrap("Ready: " + FleetEstimate.ready(update)));
        lines.addAll(as.wrap("Estimated download of all devices: " + FleetEstimate.download(update)));
        if (update.fullDownloadDeviceCount() > 0) {
            lines.addAll(as.wrap("Of these in full: " + FleetEstimate.inFull(update)));
        }
        if (update.others().deviceCount() > 0) {
            lines.addAll(as.wrap("Apart from these: " + FleetEstimate.others(update, Releases::text)));
        }
        if (update.isOnlineOnly()) {
            lines.addAll(as.wrap("Counted: " + FleetEstimate.ONLINE_ONLY));
        }
        lines.addAll(reasons("Downloads in full:", FleetRow.reasons(update), as));
        lines.addAll(reasons("Services in full:", FleetRow.serviceReasons(update), as));
        lines.addAll(as.addresses(fleet, to));
        update.pin().ifPresent(pin -> {
            lines.add("");
            lines.addAll(as.wrap(Printable.of(PinText.headline(update, pin))));
        });
        String followed =
                update.status().map(status -> "\n" + StatusTable.of(status, as)).orElse("");
        return String.join("\n", lines) + "\n" + followed;
    }

    private static List<String> table(FleetUpdate update, Presentation as) {
        List<List<Cell>> rows = FleetRow.of(update).stream()
                .map(row -> cells(row, update.fleet(), as))
                .toList();
        return new TextTable(COLUMNS, rows).lines(as.style().columns());
    }

    private static List<Cell> cells(FleetRow row, Fleet fleet, Presentation as) {
        return List.of(
                row.release()
                        .map(name -> Cell.of(Releases.text(name), Printable.of(name.versionOrId()))
                                .dressed(text -> as.link(as.page(fleet, name), text)))
                        .orElse(Cell.of(row.label(), row.label().replace("no release", "none"))),
                Cell.of(row.devices()),
                Cell.of(row.deltas()),
                Cell.of(row.state()).dressed(as::state),
                Cell.of(row.each()),
                Cell.of(row.all()));
    }

    private static List<String> reasons(String heading, List<FleetRow.Reason> reasons, Presentation as) {
        List<String> lines = new ArrayList<>();
        for (FleetRow.Reason reason : reasons) {
            lines.addAll(as.wrap("  "
                    + Counts.devices(reason.devices())
                    + reason.release().map(name -> " on " + Releases.text(name)).orElse("")
                    + reason.service()
                            .map(name -> ", service " + Printable.of(name))
                            .orElse("")
                    + ": " + Printable.of(Printable.excerpt(reason.reason()))));
        }
        if (!lines.isEmpty()) {
            lines.addAll(0, List.of("", heading));
        }
        return lines;
    }
}
