package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.model.BalenaException;

/** What the exit code of a command says. */
enum ExitCode {
    DONE(0, "done, or described"),
    UNEXPECTED(1, "unexpected error"),
    USAGE(2, "usage: an argument or a setting can't be right"),
    NOT_LOGGED_IN(4, "not logged in, token invalid or expired"),
    NOT_FOUND(5, "release or fleet not found, ambiguous, or of different fleets"),
    UNAVAILABLE(7, "balena unreachable or erring after retries"),
    TIMEOUT(124, "timeout"),
    INTERRUPTED(130, "interrupted"),
    TERMINATED(143, "terminated");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    int number() {
        return number;
    }

    String meaning() {
        return meaning;
    }

    /** The one place where exceptions become exit codes. */
    static ExitCode of(Throwable failure) {
        if (failure instanceof BalenaException.Usage) {
            return USAGE;
        }
        if (failure instanceof BalenaException.NotLoggedIn) {
            return NOT_LOGGED_IN;
        }
        if (failure instanceof BalenaException.NotFound) {
            return NOT_FOUND;
        }
        if (failure instanceof BalenaException.Unavailable) {
            return UNAVAILABLE;
        }
        if (failure instanceof BalenaException.TimedOut) {
            return TIMEOUT;
        }
        return failure instanceof InterruptedException ? INTERRUPTED : UNEXPECTED;
    }
}
