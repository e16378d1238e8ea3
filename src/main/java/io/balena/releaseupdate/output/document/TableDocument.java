package io.balena.releaseupdate.output.document;

import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.ReleaseName;
import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.model.ServiceUpdate;
import io.balena.releaseupdate.text.DistinctNames;
import io.balena.releaseupdate.text.Printable;
import io.balena.releaseupdate.text.TextTable;
import io.balena.releaseupdate.text.TextTable.Cell;
import io.balena.releaseupdate.text.TextTable.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Updates as plain text for people: the releases, a table with a row for each service, the totals, and why deltas
 * failed. Nothing in it makes a terminal do anything but print.
 */
final class TableDocument {

    private static final int LEAST_NAME = 8;

    private static final List<Column> COLUMNS = List.of(
            Column.text("SERVICE").cutTo(LEAST_NAME),
            Column.text("CHANGE"),
            Column.text("STATE"),
            Column.number("DOWNLOAD"),
            Column.number("IMAGE").leftOut(1),
            Column.number("SAVED").leftOut(2));

    /** Columns for the name of a service: leaves room for the others on 80. */
    private static final int LONGEST_NAME = 32;

    private TableDocument() {}

    /** The document of an update, with a final newline. */
    static String of(ReleaseUpdate update, Presentation as) {
        Fleet fleet = update.from().fleet();
        ReleaseName from = update.from().name();
        ReleaseName to = update.to().name();
        List<String> lines = new ArrayList<>();
        lines.addAll(as.wrap("Fleet:         " + as.link(as.page(fleet), Printable.of(fleet.slug()))));
        lines.addAll(as.wrap("From release:  " + as.link(as.page(fleet, from), Releases.text(from))));
        lines.addAll(as.wrap("To release:    " + as.link(as.page(fleet, to), Releases.text(to))));
        lines.add("");
        lines.addAll(table(update, as));
        lines.add("");
        lines.addAll(
                as.wrap("Overall status: " + as.state(update.overallStatus().label())));
        lines.addAll(as.wrap("Estimated download per device: " + Estimate.of(update)));
        lines.addAll(reasons("Failed:", update, ServiceUpdate::errorMessage, as));
        lines.addAll(reasons("In full:", update, ServiceUpdate::fullDownloadReason, as));
        lines.addAll(as.addresses(fleet, from, to));
        return String.join("\n", lines) + "\n";
    }

    private static List<String> table(ReleaseUpdate update, Presentation as) {
        List<ServiceRow> services = new ArrayList<>(ServiceRow.of(update));
        services.add(ServiceRow.total(update));
        Map<String, String> names = DistinctNames.shorten(
                services.stream().map(row -> Printable.of(row.serviceName())).toList(), LONGEST_NAME);
        List<List<Cell>> rows = services.stream()
                .map(row -> cells(names.get(Printable.of(row.serviceName())), row, as))
                .toList();
        return new TextTable(COLUMNS, rows).lines(as.style().columns());
    }

    private static List<Cell> cells(String name, ServiceRow row, Presentation as) {
        return List.of(
                Cell.of(name),
                Cell.of(row.change()),
                Cell.of(row.state()).dressed(as::state),
                Cell.of(row.download()),
                Cell.of(row.image()),
                Cell.of(row.saved()));
    }

    private static List<String> reasons(
            String heading, ReleaseUpdate update, Function<ServiceUpdate, Optional<String>> reason, Presentation as) {
        List<String> lines = new ArrayList<>();
        for (ServiceUpdate service : update.services()) {
            reason.apply(service)
                    .ifPresent(message -> lines.addAll(as.wrap("  " + Printable.of(service.serviceName()) + ": "
                            + Printable.of(Printable.excerpt(message)))));
        }
        if (!lines.isEmpty()) {
            lines.addAll(0, List.of("", heading));
        }
        return lines;
    }
}
