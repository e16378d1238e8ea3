package io.balena.releaseupdate.cli.process;

import io.balena.releaseupdate.model.BalenaException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The exit codes of all commands and their meaning. */
public enum ExitCode {
    DONE(0, "done, or described"),
    UNEXPECTED(1, "unexpected error"),
    USAGE(2, "usage: an argument or a setting can't be right", "wrong usage"),
    NOT_LOGGED_IN(4, "not logged in, token invalid or expired, or role missing", "not logged in, or bad token"),
    NOT_FOUND(5, "release or fleet not found, ambiguous, or of different fleets", "release or fleet not found"),
    DELTA_FAILED(6, "a delta failed permanently"),
    UNAVAILABLE(7, "balena unreachable or erring after retries", "balena unreachable or erring"),
    NOT_READY(8, "not ready (only with --exit-status), or what devices run is unknown", "not ready, or not known"),
    REPINNED(
            9,
            "somebody else changed what the fleet runs meanwhile, nothing more is written",
            "somebody else changed the fleet"),
    HALTED(10, "a roll-out's gate failed: halted, nothing taken back", "roll-out halted, gate failed"),
    PAUSED(11, "a roll-out's gate could not decide: paused", "roll-out paused, undecided"),
    TIMEOUT(124, "timeout"),
    HUNG_UP(129, "hung up: the terminal or the connection is gone", "hung up"),
    INTERRUPTED(130, "interrupted"),
    TERMINATED(143, "terminated");

    private final int number;
    private final String meaning;
    private final String shortMeaning;

    ExitCode(int number, String meaning) {
        this(number, meaning, meaning);
    }

    ExitCode(int number, String meaning, String shortMeaning) {
        this.number = number;
        this.meaning = meaning;
        this.shortMeaning = shortMeaning;
    }

    /** The number that the process ends with. */
    public int number() {
        return number;
    }

    /** The message for the end of a command that a signal ended: {@code Interrupted.} */
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

    /** Each in a few words, on a line of at most 36 characters. */
    public static List<String> shortList() {
        return Arrays.stream(values())
                .map(code -> "%-5d %s".formatted(code.number, code.shortMeaning))
                .toList();
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
        if (failure instanceof BalenaException.RolloutHalted) {
            return HALTED;
        }
        if (failure instanceof BalenaException.RolloutPaused) {
            return PAUSED;
        }
        if (failure instanceof BalenaException.TimedOut) {
            return TIMEOUT;
        }
        return UNEXPECTED;
    }
}
