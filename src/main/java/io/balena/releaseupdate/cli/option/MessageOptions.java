package io.balena.releaseupdate.cli.option;

import io.balena.releaseupdate.cli.process.Terminals;
import io.balena.releaseupdate.cli.stderr.Activity;
import io.balena.releaseupdate.cli.stderr.ColorMode;
import io.balena.releaseupdate.cli.stderr.Messages;
import io.balena.releaseupdate.cli.stderr.ProgressDisplay;
import io.balena.releaseupdate.output.progress.Progress;
import io.balena.releaseupdate.output.progress.ProgressMode;
import io.balena.releaseupdate.output.progress.Terminal;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** How much a command says on stderr. */
public final class MessageOptions {

    @Option(
            names = {"-q", "--quiet"},
            description = "Print only errors on stderr. No progress and no warnings.")
    private boolean quiet;

    @Option(
            names = "--verbose",
            description = "Log each request on stderr, without the token. Also the causes of errors.")
    private boolean verbose;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            description = "When to use colours: auto, always or never. Default: auto, on a terminal only. The variables"
                    + " NO_COLOR and CLICOLOR_FORCE switch them off and on.")
    private ColorMode color = ColorMode.AUTO;

    /** When to use colors. */
    public ColorMode color() {
        return color;
    }

    /** stderr as the user wants it treated. */
    public Terminal terminal() {
        return color.applied(Terminals.stderr(System.getenv()), System.getenv());
    }

    /** The way of showing progress that goes with how much else is said. */
    public ProgressMode progress(ProgressMode wanted) {
        if (quiet) {
            return ProgressMode.NONE;
        }
        // A log of requests between its lines would tear a live display apart.
        return verbose && wanted == ProgressMode.AUTO ? ProgressMode.PLAIN : wanted;
    }

    /**
     * The progress of a preparation; its time begins now.
     *
     * @param mostAttempts how often a delta is requested at most
     */
    public Progress preparation(ProgressMode wanted, PrintWriter err, int mostAttempts) {
        return ProgressDisplay.progress(progress(wanted), err, terminal(), mostAttempts);
    }

    /** Shows what the command is busy with, until it is closed. */
    public Activity activity(String text, ProgressMode wanted, Messages stderr, PrintWriter err) {
        return Activity.begin(text, progress(wanted), terminal(), stderr, err);
    }

    /** Messages on this stream, as {@code --quiet}, {@code --verbose} and {@code --color} want them. */
    public Messages messages(PrintWriter err) {
        return new Messages(err, quiet, verbose, terminal().isColored());
    }
}
