package io.balena.releaseupdate.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** How much a command says on stderr. */
final class MessageOptions {

    @Option(
            names = {"-q", "--quiet"},
            description = "Print errors only on stderr.")
    private boolean quiet;

    @Option(names = "--verbose", description = "Log each request on stderr, without the token; show stack traces.")
    private boolean verbose;

    boolean verbose() {
        return verbose;
    }

    Messages messages(PrintWriter err) {
        return new Messages(err, quiet, verbose);
    }
}
