package io.balena.releaseupdate.output.document;

import io.balena.releaseupdate.model.FleetStatus;
import io.balena.releaseupdate.model.FleetUpdate;
import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.model.RolloutForecast;
import io.balena.releaseupdate.model.RolloutOutcome;
import io.balena.releaseupdate.output.json.JsonDocument;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;

/** The formats in which a result can be printed. */
public enum OutputFormat {
    /** The npm tool's document, for programs. */
    JSON(
            (update, as) -> JsonDocument.of(update),
            (update, as) -> JsonDocument.of(update),
            (status, as) -> JsonDocument.of(status),
            (outcome, as) -> JsonDocument.of(outcome.report().orElseThrow(), outcome),
            (forecast, as) -> JsonDocument.of(forecast)),
    /** Plain text, for people at a terminal. */
    TABLE(TableDocument::of, FleetTable::of, StatusTable::of, RolloutTable::of, RolloutTable::of),
    /** GitHub-flavoured markdown, for the summary of a CI job. */
    MARKDOWN(MarkdownDocument::of, FleetMarkdown::of, StatusMarkdown::of, RolloutMarkdown::of, RolloutMarkdown::of);

    private final BiFunction<ReleaseUpdate, Presentation, String> renderer;
    private final BiFunction<FleetUpdate, Presentation, String> fleetRenderer;
    private final BiFunction<FleetStatus, Presentation, String> statusRenderer;
    private final BiFunction<RolloutOutcome, Presentation, String> rolloutRenderer;
    private final BiFunction<RolloutForecast, Presentation, String> forecastRenderer;

    OutputFormat(
            BiFunction<ReleaseUpdate, Presentation, String> renderer,
            BiFunction<FleetUpdate, Presentation, String> fleetRenderer,
            BiFunction<FleetStatus, Presentation, String> statusRenderer,
            BiFunction<RolloutOutcome, Presentation, String> rolloutRenderer,
            BiFunction<RolloutForecast, Presentation, String> forecastRenderer) {
        this.renderer = renderer;
        this.fleetRenderer = fleetRenderer;
        this.statusRenderer = statusRenderer;
        this.rolloutRenderer = rolloutRenderer;
        this.forecastRenderer = forecastRenderer;
    }

    /** The document of an update, with a final newline. */
    public String render(ReleaseUpdate update, Presentation as) {
        return renderer.apply(update, as);
    }

    /** The document of a fleet, with a final newline. */
    public String render(FleetUpdate update, Presentation as) {
        return fleetRenderer.apply(update, as);
    }

    /** Prints what {@link #render(FleetUpdate, Presentation)} returns, in less memory. */
    public void print(FleetUpdate update, Presentation as, PrintWriter out) {
        if (this == JSON) {
            JsonDocument.write(update, out);
        } else {
            out.print(render(update, as));
        }
    }

    /** The document of a fleet's status, with a final newline. */
    public String render(FleetStatus status, Presentation as) {
        return statusRenderer.apply(status, as);
    }

    /** The document of a roll-out whose run ended, with a final newline; empty if it ended before the first poll. */
    public Optional<String> render(RolloutOutcome outcome, Presentation as) {
        return outcome.report().map(report -> rolloutRenderer.apply(outcome, as));
    }

    /** The document of what a roll-out would do, with a final newline. */
    public String render(RolloutForecast forecast, Presentation as) {
        return forecastRenderer.apply(forecast, as);
    }

    /** The document of an update for a file. */
    public String render(ReleaseUpdate update) {
        return render(update, Presentation.PLAIN);
    }

    /** The document of a fleet for a file. */
    public String render(FleetUpdate update) {
        return render(update, Presentation.PLAIN);
    }

    /** The document of a fleet's status for a file. */
    public String render(FleetStatus status) {
        return render(status, Presentation.PLAIN);
    }

    /** The document of a roll-out for a file. */
    public Optional<String> render(RolloutOutcome outcome) {
        return render(outcome, Presentation.PLAIN);
    }

    /** The document of what a roll-out would do, for a file. */
    public String render(RolloutForecast forecast) {
        return render(forecast, Presentation.PLAIN);
    }

    /** The name on the command line: lower case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
