package io.balena.releaseupdate.output.document;

import io.balena.releaseupdate.model.FleetStatus;
import io.balena.releaseupdate.model.FleetUpdate;
import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.model.RolloutForecast;
import io.balena.releaseupdate.model.RolloutOutcome;
import io.balena.releaseupdate.model.RolloutReport;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The formats in which a result can be printed. */
public enum OutputFormat {
    /** The npm tool's document, for programs. */
    JSON(JsonDocument::of, JsonDocument::of, JsonDocument::of, JsonDocument::of, JsonDocument::of),
    /** Plain text, for people at a terminal. */
    TABLE(TableDocument::of, FleetTable::of, StatusTable::of, RolloutTable::of, RolloutTable::of),
    /** GitHub-flavoured markdown, for the summary of a CI job. */
    MARKDOWN(MarkdownDocument::of, FleetMarkdown::of, StatusMarkdown::of, RolloutMarkdown::of, RolloutMarkdown::of);

    private final Function<ReleaseUpdate, String> renderer;
    private final Function<FleetUpdate, String> fleetRenderer;
    private final Function<FleetStatus, String> statusRenderer;
    private final BiFunction<RolloutReport, RolloutOutcome, String> rolloutRenderer;
    private final Function<RolloutForecast, String> forecastRenderer;

    OutputFormat(
            Function<ReleaseUpdate, String> renderer,
            Function<FleetUpdate, String> fleetRenderer,
            Function<FleetStatus, String> statusRenderer,
            BiFunction<RolloutReport, RolloutOutcome, String> rolloutRenderer,
            Function<RolloutForecast, String> forecastRenderer) {
        this.renderer = renderer;
        this.fleetRenderer = fleetRenderer;
        this.statusRenderer = statusRenderer;
        this.rolloutRenderer = rolloutRenderer;
        this.forecastRenderer = forecastRenderer;
    }

    /** The document of an update, with a final newline. */
    public String render(ReleaseUpdate update) {
        return renderer.apply(update);
    }

    /** The document of a fleet, with a final newline. */
    public String render(FleetUpdate update) {
        return fleetRenderer.apply(update);
    }

    /** Prints what {@link #render(FleetUpdate)} returns, in less memory. */
    public void print(FleetUpdate update, PrintWriter out) {
        if (this == JSON) {
            JsonDocument.write(update, out);
        } else {
            out.print(render(update));
        }
    }

    /** The document of a fleet's status, with a final newline. */
    public String render(FleetStatus status) {
        return statusRenderer.apply(status);
    }

    /** The document of a roll-out whose run ended, with a final newline; empty if it ended before the first look. */
    public Optional<String> render(RolloutOutcome outcome) {
        return outcome.report().map(report -> rolloutRenderer.apply(report, outcome));
    }

    /** The document of what a roll-out would do, with a final newline. */
    public String render(RolloutForecast forecast) {
        return forecastRenderer.apply(forecast);
    }

    /** The name on the command line: lower case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
