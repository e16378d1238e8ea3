package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.output.document.OutputFormat;
import io.balena.releaseupdate.output.progress.ProgressMode;
import picocli.CommandLine.Option;

/** What is shown, and how. */
final class ResultOptions {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "The result on stdout: json (default), table or markdown.")
    private OutputFormat format = OutputFormat.JSON;

    @Option(
            names = "--progress",
            paramLabel = "MODE",
            description = "Progress on stderr: auto (default; live on a terminal, else plain), plain, json or none.")
    private ProgressMode progress = ProgressMode.AUTO;

    @Option(
            names = "--exit-status",
            description = "Exit with 8 where something is not ready. For a check without waiting.")
    private boolean exitStatus;

    OutputFormat format() {
        return format;
    }

    ProgressMode progress() {
        return progress;
    }

    boolean exitStatus() {
        return exitStatus;
    }
}
