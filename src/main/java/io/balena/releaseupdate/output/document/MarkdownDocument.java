package io.balena.releaseupdate.output.document;

import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.ReleaseName;
import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.model.ServiceUpdate;
import io.balena.releaseupdate.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Updates as GitHub-flavoured markdown, for the summary of a CI job or a comment: what {@link TableDocument} says. Text
 * from balena can't become markup.
 */
final class MarkdownDocument {

    private static final List<String> TABLE_HEAD = List.of(
            "| Service | Change | State | Download | Image | Saved |", "| --- | --- | --- | ---: | ---: | ---: |");

    private MarkdownDocument() {}

    /** The document of an update, with a final newline. */
    static String of(ReleaseUpdate update, Presentation as) {
        Fleet fleet = update.from().fleet();
        ReleaseName from = update.from().name();
        ReleaseName to = update.to().name();
        List<String> lines = new ArrayList<>();
        lines.add("## Release update of " + Markdown.link(as.page(fleet), Markdown.code(fleet.slug())));
        lines.add("");
        lines.add("From release " + Markdown.link(as.page(fleet, from), Releases.markdown(from)) + " to release "
                + Markdown.link(as.page(fleet, to), Releases.markdown(to)) + ": **"
                + update.overallStatus().label() + "**");
        lines.add("");
        lines.addAll(table(update));
        lines.add("");
        lines.add("**Estimated download per device:** " + Estimate.of(update));
        lines.addAll(reasons("### Failed", update, ServiceUpdate::errorMessage));
        lines.addAll(reasons("### In full", update, ServiceUpdate::fullDownloadReason));
        return String.join("\n", lines) + "\n";
    }

    private static List<String> table(ReleaseUpdate update) {
        List<String> lines = new ArrayList<>(TABLE_HEAD);
        ServiceRow.of(update).forEach(row -> lines.add(line(Markdown.code(row.serviceName()), row)));
        lines.add(line("**Total**", ServiceRow.total(update)));
        return lines;
    }

    private static String line(String name, ServiceRow row) {
        List<String> cells = List.of(name, row.change(), row.state(), row.download(), row.image(), row.saved());
        return "| " + String.join(" | ", cells) + " |";
    }

    private static List<String> reasons(
            String heading, ReleaseUpdate update, Function<ServiceUpdate, Optional<String>> reason) {
        List<String> lines = new ArrayList<>();
        for (ServiceUpdate service : update.services()) {
            reason.apply(service)
                    .ifPresent(message -> lines.add("- " + Markdown.code(service.serviceName()) + ": "
                            + Markdown.code(Printable.excerpt(message))));
        }
        if (!lines.isEmpty()) {
            lines.addAll(0, List.of("", heading, ""));
        }
        return lines;
    }
}
