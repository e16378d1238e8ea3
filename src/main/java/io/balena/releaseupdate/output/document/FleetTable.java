package io.balena.releaseupdate.output.document;

import io.balena.releaseupdate.model.FleetUpdate;
import io.balena.releaseupdate.text.Printable;
import io.balena.releaseupdate.text.TextTable;
import io.balena.releaseupdate.text.TextTable.Alignment;
import java.util.ArrayList;
import java.util.List;

/** A fleet's update as plain text for people: a row for each release that its devices run, totals, and reasons. */
final class FleetTable {

    private static final List<String> HEADER =
            List.of("FROM RELEASE", "DEVICES", "DELTAS", "STATE", "PER DEVICE", "ALL DEVICES");
    private static final List<Alignment> ALIGNMENTS =
            List.of(Alignment.LEFT, Alignment.RIGHT, Alignment.RIGHT, Alignment.LEFT, Alignment.RIGHT, Alignment.RIGHT);

    private FleetTable() {}

    /** The document, with a final newline. */
    static String of(FleetUpdate update) {
        List<String> lines = new ArrayList<>();
        lines.add("Fleet:       " + Printable.of(update.fleet().slug() + ", " + PinText.before(update)));
        lines.add("To release:  " + Releases.text(update.to().release().name()));
        lines.add("");
        lines.addAll(table(update));
        lines.add("");
        lines.add("Overall status: " + update.overallStatus().label());
        lines.add("Ready: " + FleetEstimate.ready(update));
        lines.add("Estimated download of all devices: " + FleetEstimate.download(update));
        if (update.fullDownloadDeviceCount() > 0) {
            lines.add("Of these in full: " + FleetEstimate.inFull(update));
        }
        if (update.others().deviceCount() > 0) {
            lines.add("Apart from these: " + FleetEstimate.others(update, Releases::text));
        }
        if (update.isOnlineOnly()) {
            lines.add("Counted: " + FleetEstimate.ONLINE_ONLY);
        }
        lines.addAll(reasons("Downloads in full:", FleetRow.reasons(update)));
        lines.addAll(reasons("Services in full:", FleetRow.serviceReasons(update)));
        update.pin().ifPresent(pin -> {
            lines.add("");
            lines.add(Printable.of(PinText.headline(update, pin)));
        });
        return String.join("\n", lines) + "\n";
    }

    private static List<String> table(FleetUpdate update) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADER);
        FleetRow.of(update).forEach(row -> rows.add(cells(row)));
        return new TextTable(ALIGNMENTS, rows).lines();
    }

    private static List<String> cells(FleetRow row) {
        String release = row.release().map(Releases::text).orElse(row.label());
        return List.of(release, row.devices(), row.deltas(), row.state(), row.each(), row.all());
    }

    private static List<String> reasons(String heading, List<FleetRow.Reason> reasons) {
        List<String> lines = new ArrayList<>();
        for (FleetRow.Reason reason : reasons) {
            lines.add("  "
                    + reason.devices() + (reason.devices() == 1 ? " device" : " devices")
                    + reason.release().map(name -> " on " + Releases.text(name)).orElse("")
                    + reason.service()
                            .map(name -> ", service " + Printable.of(name))
                            .orElse("")
                    + ": " + Printable.of(Printable.excerpt(reason.reason())));
        }
        if (!lines.isEmpty()) {
            lines.addAll(0, List.of("", heading));
        }
        return lines;
    }
}
