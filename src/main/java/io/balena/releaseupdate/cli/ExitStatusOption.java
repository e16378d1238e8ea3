package io.balena.releaseupdate.cli;

import picocli.CommandLine.Option;

/** Whether the exit code of a check says that something is not ready. */
final class ExitStatusOption {

    @Option(
            names = "--exit-status",
            description = "Exit with 8 if something is not ready. For a check without waiting.")
    private boolean exitStatus;

    boolean isGiven() {
        return exitStatus;
    }
}
