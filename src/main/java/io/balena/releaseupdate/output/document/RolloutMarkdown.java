package io.balena.releaseupdate.output.document;

import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.RolloutForecast;
import io.balena.releaseupdate.model.RolloutOutcome;
import io.balena.releaseupdate.model.RolloutReport;
import io.balena.releaseupdate.model.RolloutStage;
import io.balena.releaseupdate.output.words.RolloutWords;
import io.balena.releaseupdate.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A roll-out as GitHub-flavoured markdown, for the summary of a CI job: the contents of {@link RolloutTable}. Text from
 * balena can't become markup.
 */
final class RolloutMarkdown {

    private RolloutMarkdown() {}

    /**
     * The document of a run that ended, with a final newline.
     *
     * @param outcome which has a report
     */
    static String of(RolloutOutcome outcome, Presentation as) {
        RolloutReport report = outcome.report().orElseThrow();
        List<String> lines = head(report, RolloutWords.phrase(outcome), as);
        RolloutWords.reason(outcome)
                .ifPresent(reason -> lines.add("- **Reason:** " + Markdown.code(Printable.excerpt(reason))));
        lines.add("- **Next:** " + Markdown.code(report.next()));
        lines.addAll(stages(report));
        for (RolloutStage stage : report.stages()) {
            RolloutWords.gate(stage)
                    .ifPresent(verdict -> lines.add(
                            "- Gate of stage " + Markdown.code(stage.name()) + ": " + Markdown.code(verdict)));
        }
        return String.join("\n", lines) + "\n";
    }

    /** The document of a dry run, with a final newline. */
    static String of(RolloutForecast forecast, Presentation as) {
        RolloutReport report = forecast.report();
        List<String> lines = head(report, "dry run", as);
        lines.add("- **Next:** " + Markdown.code(report.next()));
        if (report.stages().stream().anyMatch(RolloutRow::hasBegun)) {
            lines.addAll(stages(report));
        }
        if (!forecast.stages().isEmpty()) {
            lines.addAll(List.of(
                    "", "### Would do", "", "| Stage | Devices | Deltas | Download |", "| --- | ---: | ---: | ---: |"));
            RolloutRow.of(forecast).forEach(row -> lines.add(line(row)));
            lines.add("");
            for (RolloutForecast.Stage stage : forecast.stages()) {
                stage.writes()
                        .forEach(write -> lines.add("- " + Markdown.code(stage.name()) + ": " + Markdown.code(write)));
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static List<String> head(RolloutReport report, String outcome, Presentation as) {
        Fleet fleet = report.fleet();
        List<String> lines = new ArrayList<>();
        lines.add("## Roll-out to " + Markdown.link(as.page(fleet), Markdown.code(fleet.slug())));
        lines.add("");
        lines.add("From release "
                + Markdown.link(as.page(fleet, report.origin()), Releases.markdown(report.origin())) + " to "
                + Markdown.link(as.page(fleet, report.to()), Releases.markdown(report.to())) + ": **" + outcome + "**");
        lines.add("");
        lines.add("- **Fleet:** " + Markdown.code(report.target().label()));
        lines.add("- **Devices:** " + RolloutText.devices(report));
        return lines;
    }

    private static List<String> stages(RolloutReport report) {
        List<String> lines = new ArrayList<>(List.of(
                "",
                "| Stage | State | Devices | Updated | Failed | Others |",
                "| --- | --- | ---: | ---: | ---: | ---: |"));
        report.stages().forEach(stage -> lines.add(line(RolloutRow.of(stage))));
        lines.add("");
        return lines;
    }

    /** Only the first cell, the name of a stage, holds text from outside. */
    private static String line(List<String> row) {
        List<String> cells = Stream.concat(
                        Stream.of(Markdown.code(row.get(0))), row.stream().skip(1))
                .toList();
        return "| " + String.join(" | ", cells) + " |";
    }
}
