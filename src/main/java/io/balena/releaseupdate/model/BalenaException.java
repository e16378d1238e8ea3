package io.balena.releaseupdate.model;

import java.time.Duration;
import java.util.Optional;

/**
 * An error, worded for a person: what happened and what to do next, in one or two lines. Never contains the token. Each
 * subclass has its own exit code.
 */
public abstract sealed class BalenaException extends RuntimeException
        permits BalenaException.Usage,
                BalenaException.NotLoggedIn,
                BalenaException.NotAllowed,
                BalenaException.NotFound,
                BalenaException.Unavailable,
                BalenaException.TimedOut,
                BalenaException.DeltaFailed,
                BalenaException.NotReady,
                BalenaException.Repinned,
                BalenaException.RolloutHalted,
                BalenaException.RolloutPaused {

    private static final long serialVersionUID = 1;
    /** For errors without a message. */
    private static final String UNKNOWN = "Something went wrong that left no message. --verbose shows the requests.";

    private final String problem;
    private final Remedy remedy;

    private BalenaException(String message, Throwable cause) {
        super(message == null || message.isBlank() ? UNKNOWN : message, cause);
        problem = getMessage();
        remedy = null;
    }

    private BalenaException(String problem, Remedy remedy) {
        super(problem + " " + remedy.words, null);
        this.problem = problem;
        this.remedy = remedy;
    }

    /** A hint that library and command word differently: a program passes an argument, a user an option. */
    public enum Remedy {
        LONGER_TIMEOUT("Allow more time."),
        MORE_PRECISE_RELEASE("Give the id, more of the commit, or the fleet."),
        TARGET("Give one: its id, its commit, its version or the latest."),
        ALLOWED_DRAFT("Finalize it with `balena release finalize`, or allow drafts."),
        /** For a roll-out: its stages may run a draft, the fleet may not. */
        STAGED_DRAFT("Finalize it with `balena release finalize`, or allow drafts in the stages before the fleet."),
        FLEET("`balena fleet list` shows those that you have access to."),
        ALLOWED_IGNORANCE("Use a token with access to all releases of the fleet, or pin anyway.");

        private final String words;

        Remedy(String words) {
            this.words = words;
        }
    }

    /** The message without the {@link #remedy}; the whole message if there is none. */
    public String problem() {
        return problem;
    }

    /** A hint for the caller; empty if the message says everything. */
    public Optional<Remedy> remedy() {
        return Optional.ofNullable(remedy);
    }

    /** An invalid argument or setting; no request was sent. */
    public static final class Usage extends BalenaException {
        private static final long serialVersionUID = 1;

        /** With a message for the user. */
        public Usage(String message) {
            super(message, (Throwable) null);
        }
    }

    /** No token, or an expired or invalid one. */
    public static final class NotLoggedIn extends BalenaException {
        private static final long serialVersionUID = 1;

        /** With a message for the user. */
        public NotLoggedIn(String message) {
            super(message, (Throwable) null);
        }
    }

    /** The token is valid, but the account lacks the permission. */
    public static final class NotAllowed extends BalenaException {
        private static final long serialVersionUID = 1;

        /** @param what balena's response, as a sentence; the advice is appended */
        public NotAllowed(String what) {
            super(
                    what
                            + " The account seems to lack the role: pinning takes a developer or administrator of the fleet."
                            + " Use the token of one.",
                    (Throwable) null);
        }
    }

    /** A release or fleet that does not exist, is ambiguous, can't be used, or belongs to another fleet. */
    public static final class NotFound extends BalenaException {
        private static final long serialVersionUID = 1;

        /** With a message for the user. */
        public NotFound(String message) {
            super(message, (Throwable) null);
        }

        /** With the problem, as a sentence, and a hint. */
        public NotFound(String problem, Remedy remedy) {
            super(problem, remedy);
        }
    }

    /** balena is unreachable, fails, or sends an unexpected response, after retries. */
    public static final class Unavailable extends BalenaException {
        private static final long serialVersionUID = 1;

        /** The longest time that a command waits. */
        private static final Duration LONGEST_WAIT = Duration.ofDays(1);

        private final boolean refusal;
        private final Duration wait;

        /** With a message for the user, and the cause, or null; no Retry-After. */
        public Unavailable(String message, Throwable cause) {
            this(message, cause, false, Duration.ZERO);
        }

        /**
         * With the response's hints for a retry.
         *
         * @param isRefusal whether the same request is unlikely to get another response
         * @param wait the server's Retry-After; zero if it sent none
         */
        public Unavailable(String message, Throwable cause, boolean isRefusal, Duration wait) {
            super(message, cause);
            this.refusal = isRefusal;
            this.wait = wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
        }

        /** Whether the same request is unlikely to get another response. */
        public boolean isRefusal() {
            return refusal;
        }

        /** The server's Retry-After, at most a day; zero if it sent none. */
        public Duration retryAfter() {
            return wait;
        }
    }

    /** The user's timeout expired. */
    public static final class TimedOut extends BalenaException {
        private static final long serialVersionUID = 1;

        /** With a message for the user. */
        public TimedOut(String message) {
            super(message, (Throwable) null);
        }

        /** With the problem, as a sentence, and a hint. */
        public TimedOut(String problem, Remedy remedy) {
            super(problem, remedy);
        }
    }

    /** Some deltas failed permanently. */
    public static final class DeltaFailed extends BalenaException {
        private static final long serialVersionUID = 1;

        /** With a message for the user. */
        public DeltaFailed(String message) {
            super(message, (Throwable) null);
        }
    }

    /** Deltas are missing, and the user requested an exit code for that. */
    public static final class NotReady extends BalenaException {
        private static final long serialVersionUID = 1;

        /** With a message for the user. */
        public NotReady(String message) {
            super(message, (Throwable) null);
        }

        /** With the problem, as a sentence, and a hint. */
        public NotReady(String problem, Remedy remedy) {
            super(problem, remedy);
        }
    }

    /** Another user changed the fleet's release meanwhile; nothing was pinned. */
    public static final class Repinned extends BalenaException {
        private static final long serialVersionUID = 1;

        /** With a message for the user. */
        public Repinned(String message) {
            super(message, (Throwable) null);
        }
    }

    /** A roll-out's gate failed; nothing was undone. */
    public static final class RolloutHalted extends BalenaException {
        private static final long serialVersionUID = 1;

        /** With a message for the user. */
        public RolloutHalted(String message) {
            super(message, (Throwable) null);
        }
    }

    /** A roll-out's gate could not decide within its stage's time. */
    public static final class RolloutPaused extends BalenaException {
        private static final long serialVersionUID = 1;

        /** With a message for the user. */
        public RolloutPaused(String message) {
            super(message, (Throwable) null);
        }
    }
}
