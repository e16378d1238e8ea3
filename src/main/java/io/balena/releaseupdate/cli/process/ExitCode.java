package io.balena.releaseupdate.cli.process;

import io.balena.releaseupdate.model.BalenaException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What the exit code of a command says. */
public enum ExitCode {
    DONE(0, "done, or described"),
    UNEXPECTED(1, "unexpected error"),
    USAGE(2, "usage: an argument or a setting can't be right"),
    NOT_LOGGED_IN(4, "not logged in, token invalid or expired, or role missing"),
    NOT_FOUND(5, "release or fleet not found, ambiguous, or of different fleets"),
    DELTA_FAILED(6, "a delta failed for good"),
    UNAVAILABLE(7, "balena unreachable or erring after retries"),
    NOT_READY(8, "not ready (only with --exit-status), or what devices run is unknown"),
    REPINNED(9, "fleet was re-pinned meanwhile, nothing pinned"),
    TIMEOUT(124, "timeout"),
    HUNG_UP(129, "hung up: the terminal or the connection is gone"),
    INTERRUPTED(130, "interrupted"),
    TERMINATED(143, "terminated");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    public int number() {
        return number;
    }

    /** What happened, for the end of a command that a signal ended: {@code Interrupted.} */
    public String ending() {
        String word = name().replace('_', ' ');
        return word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT) + ".";
    }

    /** All of them, by number, as help shows them. */
    public static Map<String, String> list() {
        Map<String, String> list = new LinkedHashMap<>();
        for (ExitCode code : values()) {
            list.put(" " + code.number, code.meaning);
        }
        return list;
    }

    /** The one place where exceptions become exit codes; an interruption's depends on its signal. */
    public static ExitCode of(Throwable failure) {
        if (failure instanceof BalenaException.Usage) {
            return USAGE;
        }
        if (failure instanceof BalenaException.NotLoggedIn || failure instanceof BalenaException.NotAllowed) {
            return NOT_LOGGED_IN;
        }
        if (failure instanceof BalenaException.NotFound) {
            return NOT_FOUND;
        }
        if (failure instanceof BalenaException.Unavailable) {
            return UNAVAILABLE;
        }
        if (failure instanceof BalenaException.DeltaFailed) {
            return DELTA_FAILED;
        }
        if (failure instanceof BalenaException.NotReady) {
            return NOT_READY;
        }
        if (failure instanceof BalenaException.Repinned) {
            return REPINNED;
        }
        if (failure instanceof BalenaException.TimedOut) {
            return TIMEOUT;
        }
        return UNEXPECTED;
    }
}
