package io.balena.releaseupdate.cli.option;

import picocli.CommandLine.Option;

/** Whether the exit code of a check says that something is not ready. */
public final class ExitStatusOption {

    @Option(
            names = "--exit-status",
            description = "Exit with 8 if something is not ready. For a check without waiting.")
    private boolean exitStatus;

    /** Whether the exit code tells more than success and failure. */
    public boolean isGiven() {
        return exitStatus;
    }
}
