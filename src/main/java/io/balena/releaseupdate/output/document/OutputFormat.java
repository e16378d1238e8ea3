package io.balena.releaseupdate.output.document;

import io.balena.releaseupdate.model.FleetStatus;
import io.balena.releaseupdate.model.FleetUpdate;
import io.balena.releaseupdate.model.ReleaseUpdate;
import java.util.Locale;
import java.util.function.Function;

/** The formats in which a result can be printed. */
public enum OutputFormat {
    /** The npm tool's document, for programs. */
    JSON(JsonDocument::of, JsonDocument::of, JsonDocument::of),
    /** Plain text, for people at a terminal. */
    TABLE(TableDocument::of, FleetTable::of, StatusTable::of),
    /** GitHub-flavoured markdown, for the summary of a CI job. */
    MARKDOWN(MarkdownDocument::of, FleetMarkdown::of, StatusMarkdown::of);

    private final Function<ReleaseUpdate, String> renderer;
    private final Function<FleetUpdate, String> fleetRenderer;
    private final Function<FleetStatus, String> statusRenderer;

    OutputFormat(
            Function<ReleaseUpdate, String> renderer,
            Function<FleetUpdate, String> fleetRenderer,
            Function<FleetStatus, String> statusRenderer) {
        this.renderer = renderer;
        this.fleetRenderer = fleetRenderer;
        this.statusRenderer = statusRenderer;
    }

    /** The document of an update, with a final newline. */
    public String render(ReleaseUpdate update) {
        return renderer.apply(update);
    }

    /** The document of a fleet, with a final newline. */
    public String render(FleetUpdate update) {
        return fleetRenderer.apply(update);
    }

    /** The document of a fleet's status, with a final newline. */
    public String render(FleetStatus status) {
        return statusRenderer.apply(status);
    }

    /** The name on the command line: lower case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
