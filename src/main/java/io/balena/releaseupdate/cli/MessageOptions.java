package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.output.progress.ProgressMode;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** How much a command says on stderr. */
final class MessageOptions {

    @Option(
            names = {"-q", "--quiet"},
            description = "Print errors only on stderr, no progress and no warnings.")
    private boolean quiet;

    @Option(names = "--verbose", description = "Log each request on stderr, without the token; show stack traces.")
    private boolean verbose;

    /** The way of showing progress that goes with how much else is said. */
    ProgressMode progress(ProgressMode wanted) {
        if (quiet) {
            return ProgressMode.NONE;
        }
        // A log of requests between its lines would tear a live display apart.
        return verbose && wanted == ProgressMode.AUTO ? ProgressMode.PLAIN : wanted;
    }

    Messages messages(PrintWriter err) {
        return new Messages(err, quiet, verbose);
    }
}
