package io.balena.releaseupdate.output.document;

import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.FleetUpdate;
import io.balena.releaseupdate.model.ReleaseName;
import io.balena.releaseupdate.output.words.PinText;
import io.balena.releaseupdate.text.Counts;
import io.balena.releaseupdate.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

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
    static String of(FleetUpdate update, Presentation as) {
        Fleet fleet = update.fleet();
        ReleaseName to = update.to().release().name();
        Function<ReleaseName, String> linked = name -> Markdown.link(as.page(fleet, name), Releases.markdown(name));
        List<String> lines = new ArrayList<>();
        lines.add("## Fleet update of " + Markdown.link(as.page(fleet), Markdown.code(fleet.slug())));
        lines.add("");
        lines.add("To release " + linked.apply(to) + ": **"
                + update.overallStatus().label() + "**");
        lines.add("");
        update.pin().ifPresent(pin -> lines.add("- **Pin:** " + pinned(update)));
        lines.add("- **Ready:** " + FleetEstimate.ready(update));
        lines.add("- **Estimated download of all devices:** " + FleetEstimate.download(update));
        if (update.fullDownloadDeviceCount() > 0) {
            lines.add("- **Of these in full:** " + FleetEstimate.inFull(update));
        }
        if (update.others().deviceCount() > 0) {
            lines.add("- **Apart from these:** " + FleetEstimate.others(update, Releases::markdown));
        }
        if (update.isOnlineOnly()) {
            lines.add("- **Counted:** " + FleetEstimate.ONLINE_ONLY);
        }
        lines.add("");
        lines.addAll(table(update, linked));
        lines.addAll(reasons("### Downloads in full", FleetRow.reasons(update)));
        lines.addAll(reasons("### Services in full", FleetRow.serviceReasons(update)));
        String followed = update.status()
                .map(status -> "\n" + StatusMarkdown.of(status, as))
                .orElse("");
        return String.join("\n", lines) + "\n" + followed;
    }

    private static String pinned(FleetUpdate update) {
        String status = PinText.status(update.pin().get()).replace('_', ' ');
        return status
                + PinText.staying(update, update.pin().get())
                + PinText.reason(update.pin().get())
                        .map(reason -> ", " + Markdown.code(reason))
                        .orElse("");
    }

    private static List<String> table(FleetUpdate update, Function<ReleaseName, String> linked) {
        List<String> lines = new ArrayList<>(TABLE_HEAD);
        for (FleetRow row : FleetRow.of(update)) {
            String label = row.label().equals("TOTAL") ? "**Total**" : row.label();
            List<String> cells = List.of(
                    row.release().map(linked).orElse(label),
                    row.devices(),
                    row.deltas(),
                    row.state(),
                    row.each(),
                    row.all());
            lines.add("| " + String.join(" | ", cells) + " |");
        }
        return lines;
    }

    private static List<String> reasons(String heading, List<FleetRow.Reason> reasons) {
        List<String> lines = new ArrayList<>();
        for (FleetRow.Reason reason : reasons) {
            lines.add("- "
                    + Counts.devices(reason.devices())
                    + reason.release()
                            .map(name -> " on " + Releases.markdown(name))
                            .orElse("")
                    + reason.service()
                            .map(name -> ", service " + Markdown.code(name))
                            .orElse("")
                    + ": " + Markdown.code(Printable.excerpt(reason.reason())));
        }
        if (!lines.isEmpty()) {
            lines.addAll(0, List.of("", heading, ""));
        }
        return lines;
    }
}
