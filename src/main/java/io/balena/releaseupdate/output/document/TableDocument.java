package io.balena.releaseupdate.output.document;

import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.model.ServiceUpdate;
import io.balena.releaseupdate.text.DisplayWidth;
import io.balena.releaseupdate.text.Printable;
import io.balena.releaseupdate.text.TextTable;
import io.balena.releaseupdate.text.TextTable.Alignment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Updates as plain text for people: the releases, a table with a row for each service, the totals, and why deltas
 * failed. Nothing in it makes a terminal do anything but print.
 */
final class TableDocument {

    private static final List<String> HEADER = List.of("SERVICE", "CHANGE", "STATE", "DOWNLOAD", "IMAGE", "SAVED");
    private static final List<Alignment> ALIGNMENTS =
            List.of(Alignment.LEFT, Alignment.LEFT, Alignment.LEFT, Alignment.RIGHT, Alignment.RIGHT, Alignment.RIGHT);

    /** Columns for the name of a service: leaves room for the others on 80. */
    private static final int LONGEST_NAME = 32;

    private TableDocument() {}

    /** The document of an update, with a final newline. */
    static String of(ReleaseUpdate update) {
        List<String> lines = new ArrayList<>();
        lines.add("Fleet:         " + Printable.of(update.from().fleet().slug()));
        lines.add("From release:  " + Releases.text(update.from().name()));
        lines.add("To release:    " + Releases.text(update.to().name()));
        lines.add("");
        lines.addAll(table(update));
        lines.add("");
        lines.add("Overall status: " + update.overallStatus().label());
        lines.add("Estimated download per device: " + Estimate.of(update));
        lines.addAll(reasons("Failed:", update, ServiceUpdate::errorMessage));
        lines.addAll(reasons("In full:", update, ServiceUpdate::fullDownloadReason));
        return String.join("\n", lines) + "\n";
    }

    private static List<String> table(ReleaseUpdate update) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADER);
        ServiceRow.of(update).forEach(row -> rows.add(cells(row)));
        rows.add(cells(ServiceRow.total(update)));
        return new TextTable(ALIGNMENTS, rows).lines();
    }

    private static List<String> cells(ServiceRow row) {
        String name = DisplayWidth.shorten(Printable.of(row.serviceName()), LONGEST_NAME);
        return List.of(name, row.change(), row.state(), row.download(), row.image(), row.saved());
    }

    private static List<String> reasons(
            String heading, ReleaseUpdate update, Function<ServiceUpdate, Optional<String>> reason) {
        List<String> lines = new ArrayList<>();
        for (ServiceUpdate service : update.services()) {
            reason.apply(service)
                    .ifPresent(message -> lines.add("  " + Printable.of(service.serviceName()) + ": "
                            + Printable.of(Printable.excerpt(message))));
        }
        if (!lines.isEmpty()) {
            lines.addAll(0, List.of("", heading));
        }
        return lines;
    }
}
