package io.balena.releaseupdate.output.document;

import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.RolloutForecast;
import io.balena.releaseupdate.model.RolloutOutcome;
import io.balena.releaseupdate.model.RolloutReport;
import io.balena.releaseupdate.model.RolloutStage;
import io.balena.releaseupdate.output.words.RolloutWords;
import io.balena.releaseupdate.text.Printable;
import io.balena.releaseupdate.text.TextTable;
import io.balena.releaseupdate.text.TextTable.Cell;
import io.balena.releaseupdate.text.TextTable.Column;
import java.util.ArrayList;
import java.util.List;

/** A roll-out as plain text for people: its stages, what their gates say, and what comes next. */
final class RolloutTable {

    private static final int LEAST_NAME = 8;
    private static final List<Column> STAGE = List.of(
            Column.text("STAGE").cutTo(LEAST_NAME),
            Column.text("STATE"),
            Column.number("DEVICES"),
            Column.number("UPDATED"),
            Column.number("FAILED"),
            Column.number("OTHERS").leftOut(1));
    private static final List<Column> FORECAST = List.of(
            Column.text("STAGE").cutTo(LEAST_NAME),
            Column.number("DEVICES"),
            Column.number("DELTAS"),
            Column.number("DOWNLOAD"));

    private RolloutTable() {}

    /**
     * The document of a run that ended, with a final newline.
     *
     * @param outcome which has a report
     */
    static String of(RolloutOutcome outcome, Presentation as) {
        RolloutReport report = outcome.report().orElseThrow();
        List<String> lines = head(report, as);
        lines.add("");
        lines.addAll(stages(report, as));
        report.current().filter(stage -> !RolloutWords.devices(stage).isEmpty()).ifPresent(stage -> {
            lines.add("");
            lines.addAll(
                    as.wrap(Printable.of("Devices of stage " + stage.name() + ": " + RolloutWords.devices(stage))));
        });
        lines.addAll(verdicts(report, as));
        lines.add("");
        lines.addAll(as.wrap("Outcome: " + RolloutWords.phrase(outcome)
                + RolloutWords.reason(outcome)
                        .map(reason -> ", " + Printable.of(Printable.excerpt(reason)))
                        .orElse("")));
        lines.addAll(as.wrap("Next: " + Printable.of(report.next())));
        lines.addAll(as.addresses(report.fleet(), report.origin(), report.to()));
        return String.join("\n", lines) + "\n";
    }

    /** The document of a dry run, with a final newline. */
    static String of(RolloutForecast forecast, Presentation as) {
        RolloutReport report = forecast.report();
        List<String> lines = head(report, as);
        if (report.stages().stream().anyMatch(RolloutRow::hasBegun)) {
            lines.add("");
            lines.addAll(stages(report, as));
        }
        lines.add("");
        if (forecast.stages().isEmpty()) {
            lines.add("Nothing is left to do.");
        } else {
            lines.addAll(table(FORECAST, RolloutRow.of(forecast), as));
            lines.add("");
            lines.add("Would write:");
            for (RolloutForecast.Stage stage : forecast.stages()) {
                stage.writes()
                        .forEach(write -> lines.addAll(as.wrap(Printable.of("  " + stage.name() + ": " + write))));
            }
        }
        lines.add("");
        lines.addAll(as.wrap("Next: " + Printable.of(report.next())));
        lines.addAll(as.addresses(report.fleet(), report.origin(), report.to()));
        return String.join("\n", lines) + "\n";
    }

    private static List<String> head(RolloutReport report, Presentation as) {
        Fleet fleet = report.fleet();
        List<String> lines = new ArrayList<>();
        lines.addAll(as.wrap("Fleet:         " + as.link(as.page(fleet), Printable.of(fleet.slug()))
                + Printable.of(", " + report.target().label())));
        lines.addAll(
                as.wrap("From release:  " + as.link(as.page(fleet, report.origin()), Releases.text(report.origin()))));
        lines.addAll(as.wrap("To release:    " + as.link(as.page(fleet, report.to()), Releases.text(report.to()))
                + (report.attempt() > 1 ? ", attempt " + report.attempt() : "")));
        lines.addAll(as.wrap("Devices:       " + RolloutText.devices(report)));
        return lines;
    }

    private static List<String> stages(RolloutReport report, Presentation as) {
        return table(STAGE, report.stages().stream().map(RolloutRow::of).toList(), as);
    }

    private static List<String> table(List<Column> columns, List<List<String>> rows, Presentation as) {
        List<List<Cell>> cells = rows.stream()
                .map(row -> row.stream()
                        .map(text -> Cell.of(Printable.of(text)).dressed(as::state))
                        .toList())
                .toList();
        return new TextTable(columns, cells).lines(as.style().columns());
    }

    private static List<String> verdicts(RolloutReport report, Presentation as) {
        List<String> lines = new ArrayList<>();
        for (RolloutStage stage : report.stages()) {
            RolloutWords.gate(stage)
                    .ifPresent(verdict ->
                            lines.addAll(as.wrap(Printable.of("Gate of stage " + stage.name() + ": " + verdict))));
        }
        if (!lines.isEmpty()) {
            lines.add(0, "");
        }
        return lines;
    }
}
