package io.balena.releaseupdate.output.document;

import io.balena.releaseupdate.model.FleetUpdate;
import io.balena.releaseupdate.model.Release;
import io.balena.releaseupdate.text.Printable;
import java.util.ArrayList;
import java.util.List;

/**
 * A fleet's update as GitHub-flavoured markdown, for the summary of a CI job: what {@link FleetTable} says, what matters
 * most first. Text from balena can't become markup.
 */
final class FleetMarkdown {

    private static final List<String> TABLE_HEAD = List.of(
            "| From release | Devices | Deltas | State | Per device | All devices |",
            "| --- | ---: | ---: | --- | ---: | ---: |");

    private FleetMarkdown() {}

    /** The document, with a final newline. */
    static String of(FleetUpdate update) {
        List<String> lines = new ArrayList<>();
        lines.add("## Fleet update of " + Markdown.code(update.fleet().slug()));
        lines.add("");
        lines.add("To release " + release(update.to().release()) + ": **"
                + update.overallStatus().label() + "**");
        lines.add("");
        update.pin().ifPresent(pin -> lines.add("- **Pin:** " + pinned(update)));
        lines.add("- **Ready:** " + FleetEstimate.ready(update));
        lines.add("- **Estimated download of all devices:** " + FleetEstimate.download(update));
        if (update.fullDownloadDeviceCount() > 0) {
            lines.add("- **Of these in full:** " + FleetEstimate.inFull(update));
        }
        lines.add("");
        lines.addAll(table(update));
        lines.addAll(reasons(update));
        return String.join("\n", lines) + "\n";
    }

    private static String pinned(FleetUpdate update) {
        String status = PinWords.status(update.pin().get()).replace('_', ' ');
        return status
                + PinWords.reason(update.pin().get())
                        .map(reason -> ", " + Markdown.code(reason))
                        .orElse("");
    }

    private static String release(Release release) {
        return release.id() + " (" + Markdown.code(Releases.shortCommit(release)) + ")";
    }

    private static List<String> table(FleetUpdate update) {
        List<String> lines = new ArrayList<>(TABLE_HEAD);
        FleetRow.of(update).forEach(row -> lines.add(line(row.label(), row)));
        lines.add(line("**Total**", FleetRow.total(update)));
        return lines;
    }

    private static String line(String label, FleetRow row) {
        String release = label
                + row.commit().map(commit -> " (" + Markdown.code(commit) + ")").orElse("");
        List<String> cells = List.of(release, row.devices(), row.deltas(), row.state(), row.each(), row.all());
        return "| " + String.join(" | ", cells) + " |";
    }

    private static List<String> reasons(FleetUpdate update) {
        List<String> lines = new ArrayList<>();
        for (FleetRow.Reason reason : FleetRow.reasons(update)) {
            lines.add("- "
                    + reason.devices() + (reason.devices() == 1 ? " device" : " devices")
                    + reason.release().map(id -> " on " + id).orElse("")
                    + reason.service()
                            .map(name -> ", service " + Markdown.code(name))
                            .orElse("")
                    + ": " + Markdown.code(Printable.excerpt(reason.reason())));
        }
        if (!lines.isEmpty()) {
            lines.addAll(0, List.of("", "### Downloads in full", ""));
        }
        return lines;
    }
}
