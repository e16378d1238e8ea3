package io.balena.releaseupdate.cli.option;

import io.balena.releaseupdate.output.document.OutputFormat;
import io.balena.releaseupdate.output.progress.ProgressMode;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The format of the result and of progress. */
public final class ResultOptions {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description =
                    "The result on stdout: json, table or markdown. --json is short for -o json. Default: json; of fleet, status"
                            + " and rollout, table if stdout is a terminal.")
    private OutputFormat format;

    @Option(names = "--json", hidden = true, description = "As -o json.")
    private boolean json;

    @Option(
            names = "--progress",
            paramLabel = "MODE",
            description =
                    "Progress on stderr: auto, plain, json or none. Default: auto, which is live on a terminal and"
                            + " plain elsewhere.")
    private ProgressMode progress = ProgressMode.AUTO;

    /** The format of the result on stdout. */
    public OutputFormat format() {
        return format == null ? OutputFormat.JSON : format;
    }

    /** For commands that the npm tool does not have: people get a table, programs JSON. */
    public OutputFormat format(boolean stdoutIsTerminal) {
        return format == null && !json && stdoutIsTerminal ? OutputFormat.TABLE : format();
    }

    /** @throws ParameterException if options contradict each other */
    public void check(CommandLine command) {
        if (json && format != null && format != OutputFormat.JSON) {
            throw new ParameterException(command, "--json and -o " + format + " contradict each other");
        }
    }

    /** How progress is shown on stderr. */
    public ProgressMode progress() {
        return progress;
    }
}
