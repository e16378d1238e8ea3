package io.balena.releaseupdate.output.document;

import io.balena.releaseupdate.model.FleetUpdate;
import io.balena.releaseupdate.model.Release;
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
        lines.add("Fleet:       " + Printable.of(update.fleet().slug() + ", " + PinWords.target(update.before())));
        lines.add("To release:  " + release(update.to().release()));
        lines.add("");
        lines.addAll(table(update));
        lines.add("");
        lines.add("Overall status: " + update.overallStatus().label());
        lines.add("Ready: " + FleetEstimate.ready(update));
        lines.add("Estimated download of all devices: " + FleetEstimate.download(update));
        if (update.fullDownloadDeviceCount() > 0) {
            lines.add("Of these in full: " + FleetEstimate.inFull(update));
        }
        lines.addAll(reasons(update));
        update.pin().ifPresent(pin -> {
            lines.add("");
            lines.add(Printable.of(PinWords.sentence(update, pin)));
        });
        return String.join("\n", lines) + "\n";
    }

    private static String release(Release release) {
        return release.id() + " (" + Printable.of(Releases.shortCommit(release)) + ")";
    }

    private static List<String> table(FleetUpdate update) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADER);
        FleetRow.of(update).forEach(row -> rows.add(cells(row)));
        rows.add(cells(FleetRow.total(update)));
        return new TextTable(ALIGNMENTS, rows).lines();
    }

    private static List<String> cells(FleetRow row) {
        String release = row.label()
                + row.commit().map(commit -> " (" + Printable.of(commit) + ")").orElse("");
        return List.of(release, row.devices(), row.deltas(), row.state(), row.each(), row.all());
    }

    private static List<String> reasons(FleetUpdate update) {
        List<String> lines = new ArrayList<>();
        for (FleetRow.Reason reason : FleetRow.reasons(update)) {
            lines.add("  "
                    + reason.devices() + (reason.devices() == 1 ? " device" : " devices")
                    + reason.release().map(id -> " on " + id).orElse("")
                    + reason.service()
                            .map(name -> ", service " + Printable.of(name))
                            .orElse("")
                    + ": " + Printable.of(Printable.excerpt(reason.reason())));
        }
        if (!lines.isEmpty()) {
            lines.addAll(0, List.of("", "Downloads in full:"));
        }
        return lines;
    }
}
