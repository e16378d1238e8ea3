package io.balena.releaseupdate.output.document;

import io.balena.releaseupdate.model.RolloutForecast;
import io.balena.releaseupdate.model.RolloutOutcome;
import io.balena.releaseupdate.model.RolloutReport;
import io.balena.releaseupdate.model.RolloutStage;
import io.balena.releaseupdate.output.progress.RolloutWords;
import io.balena.releaseupdate.text.Printable;
import io.balena.releaseupdate.text.TextTable;
import io.balena.releaseupdate.text.TextTable.Alignment;
import java.util.ArrayList;
import java.util.List;

/** A roll-out as plain text for people: its stages, what their gates say, and what comes next. */
final class RolloutTable {

    private static final List<Alignment> STAGE_ALIGNMENTS =
            List.of(Alignment.LEFT, Alignment.LEFT, Alignment.RIGHT, Alignment.RIGHT, Alignment.RIGHT, Alignment.RIGHT);
    private static final List<Alignment> FORECAST_ALIGNMENTS =
            List.of(Alignment.LEFT, Alignment.RIGHT, Alignment.RIGHT, Alignment.RIGHT);

    private RolloutTable() {}

    /**
     * The document of a run that ended, with a final newline.
     *
     * @param report the outcome's
     */
    static String of(RolloutReport report, RolloutOutcome outcome) {
        List<String> lines = head(report);
        lines.add("");
        lines.addAll(stages(report));
        report.current().filter(stage -> !RolloutWords.devices(stage).isEmpty()).ifPresent(stage -> {
            lines.add("");
            lines.add(Printable.of("Devices of stage " + stage.name() + ": " + RolloutWords.devices(stage)));
        });
        lines.addAll(verdicts(report));
        lines.add("");
        lines.add("Outcome: " + RolloutWords.phrase(outcome)
                + RolloutWords.reason(outcome)
                        .map(reason -> ", " + Printable.of(Printable.excerpt(reason)))
                        .orElse(""));
        lines.add("Next: " + Printable.of(report.next()));
        return String.join("\n", lines) + "\n";
    }

    /** The document of a dry run, with a final newline. */
    static String of(RolloutForecast forecast) {
        RolloutReport report = forecast.report();
        List<String> lines = head(report);
        if (report.stages().stream().anyMatch(RolloutRow::hasBegun)) {
            lines.add("");
            lines.addAll(stages(report));
        }
        lines.add("");
        if (forecast.stages().isEmpty()) {
            lines.add("Nothing is left to do.");
        } else {
            List<List<String>> rows = new ArrayList<>(List.of(RolloutRow.FORECAST_HEADER));
            rows.addAll(RolloutRow.of(forecast));
            lines.addAll(table(FORECAST_ALIGNMENTS, rows));
            lines.add("");
            lines.add("Would write:");
            for (RolloutForecast.Stage stage : forecast.stages()) {
                stage.writes().forEach(write -> lines.add(Printable.of("  " + stage.name() + ": " + write)));
            }
        }
        lines.add("");
        lines.add("Next: " + Printable.of(report.next()));
        return String.join("\n", lines) + "\n";
    }

    private static List<String> head(RolloutReport report) {
        List<String> lines = new ArrayList<>();
        lines.add("Fleet:         " + Printable.of(report.fleet().slug() + ", " + RolloutWords.target(report)));
        lines.add("From release:  " + Releases.text(report.origin()));
        lines.add("To release:    " + Releases.text(report.to())
                + (report.attempt() > 1 ? ", attempt " + report.attempt() : ""));
        lines.add("Devices:       " + RolloutText.devices(report));
        return lines;
    }

    private static List<String> stages(RolloutReport report) {
        List<List<String>> rows = new ArrayList<>(List.of(RolloutRow.STAGE_HEADER));
        report.stages().forEach(stage -> rows.add(RolloutRow.of(stage)));
        return table(STAGE_ALIGNMENTS, rows);
    }

    private static List<String> table(List<Alignment> alignments, List<List<String>> rows) {
        List<List<String>> printable = rows.stream()
                .map(row -> row.stream().map(Printable::of).toList())
                .toList();
        return new TextTable(alignments, printable).lines();
    }

    private static List<String> verdicts(RolloutReport report) {
        List<String> lines = new ArrayList<>();
        for (RolloutStage stage : report.stages()) {
            RolloutWords.gate(stage)
                    .ifPresent(verdict -> lines.add(Printable.of("Gate of stage " + stage.name() + ": " + verdict)));
        }
        if (!lines.isEmpty()) {
            lines.add(0, "");
        }
        return lines;
    }
}
