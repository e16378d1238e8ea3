package io.balena.releaseupdate.cli.error;

import io.balena.releaseupdate.model.BalenaException;

/** The message of an error for users of the command line: it names the option that helps. */
public final class ErrorMessage {

    private ErrorMessage() {}

    /** @param isSandbox whether balena was the sandbox, which has fleets of its own */
    public static String of(Exception failure, boolean isSandbox) {
        return failure instanceof BalenaException error && error.remedy().isPresent()
                ? error.problem() + " " + advice(error.remedy().get(), isSandbox)
                : failure.getMessage();
    }

    private static String advice(BalenaException.Remedy remedy, boolean isSandbox) {
        return switch (remedy) {
            case LONGER_TIMEOUT -> "Allow more with --timeout.";
            case MORE_PRECISE_RELEASE -> "Give the id, more of the commit, or --fleet.";
            case TARGET -> "Give one with --to-release: its id, its commit, its version or latest.";
            case ALLOWED_DRAFT ->
                "Finalize it with `balena release finalize`, or pin it all the same with --allow-draft.";
            case STAGED_DRAFT ->
                "Finalize it with `balena release finalize`, or bring it to the stages before the fleet, which is never"
                        + " pinned to a draft, with --allow-draft.";
            case FLEET ->
                isSandbox
                        ? "With --sandbox there are no fleets of yours; try sandbox/shop."
                        : "`balena fleet list` shows those that you have access to.";
            case ALLOWED_IGNORANCE ->
                "Use a token with access to all releases of the fleet, or pin all the same with --pin-anyway.";
        };
    }
}
