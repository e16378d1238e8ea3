package io.balena.releaseupdate.model;

import java.time.Duration;
import java.util.Optional;

/**
 * What stopped the work, said for a person: what happened and what to do next, in one or two lines. Never holds the
 * token. Each kind has one exit code.
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
    /** No error is shown without a word. */
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

    /** What the caller can do about it: a program with an argument, the command with an option, which it names itself. */
    public enum Remedy {
        LONGER_TIMEOUT("Allow more time."),
        MORE_PRECISE_RELEASE("Give the id, more of the commit, or the fleet."),
        TARGET("Give one: its id, its commit, its version or the latest."),
        ALLOWED_DRAFT("Finalize it with `balena release finalize`, or allow drafts."),
        /** Of a roll-out: its stages may be, the fleet never. */
        STAGED_DRAFT("Finalize it with `balena release finalize`, or allow drafts in the stages before the fleet."),
        FLEET("`balena fleet list` shows those that you have access to."),
        ALLOWED_IGNORANCE("Use a token with access to all releases of the fleet, or pin anyway.");

        private final String words;

        Remedy(String words) {
            this.words = words;
        }
    }

    /** What happened, without the {@link #remedy}; the whole message where there is none. */
    public String problem() {
        return problem;
    }

    public Optional<Remedy> remedy() {
        return Optional.ofNullable(remedy);
    }

    /** An argument or a setting that can't be right; nothing was sent. */
    public static final class Usage extends BalenaException {
        private static final long serialVersionUID = 1;

        public Usage(String message) {
            super(message, (Throwable) null);
        }
    }

    /** No token, or one that is expired or not valid. */
    public static final class NotLoggedIn extends BalenaException {
        private static final long serialVersionUID = 1;

        public NotLoggedIn(String message) {
            super(message, (Throwable) null);
        }
    }

    /** A valid token of an account that may not do this. */
    public static final class NotAllowed extends BalenaException {
        private static final long serialVersionUID = 1;

        /** @param what what balena did or said, a sentence; what to do is added */
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

        public NotFound(String message) {
            super(message, (Throwable) null);
        }

        public NotFound(String problem, Remedy remedy) {
            super(problem, remedy);
        }
    }

    /** balena can't be reached, errs, or answers something that can't be understood, after retries. */
    public static final class Unavailable extends BalenaException {
        private static final long serialVersionUID = 1;

        /** As long as a command waits at most. */
        private static final Duration LONGEST_WAIT = Duration.ofDays(1);

        private final boolean refusal;
        private final Duration wait;

        public Unavailable(String message, Throwable cause) {
            this(message, cause, false, Duration.ZERO);
        }

        /**
         * With what the answer says of the next try.
         *
         * @param isRefusal whether the same request will hardly get another answer
         * @param wait for how long the server asks to be left alone
         */
        public Unavailable(String message, Throwable cause, boolean isRefusal, Duration wait) {
            super(message, cause);
            this.refusal = isRefusal;
            this.wait = wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
        }

        /** Whether the same request will hardly get another answer. */
        public boolean isRefusal() {
            return refusal;
        }

        /** For how long the server asks to be left alone, a day at most; zero where it does not say. */
        public Duration retryAfter() {
            return wait;
        }
    }

    /** The time that the user allowed is over. */
    public static final class TimedOut extends BalenaException {
        private static final long serialVersionUID = 1;

        public TimedOut(String message) {
            super(message, (Throwable) null);
        }

        public TimedOut(String problem, Remedy remedy) {
            super(problem, remedy);
        }
    }

    /** Some deltas will not be there however long one waits. */
    public static final class DeltaFailed extends BalenaException {
        private static final long serialVersionUID = 1;

        public DeltaFailed(String message) {
            super(message, (Throwable) null);
        }
    }

    /** Deltas are missing, and the user wanted to know by the exit code. */
    public static final class NotReady extends BalenaException {
        private static final long serialVersionUID = 1;

        public NotReady(String message) {
            super(message, (Throwable) null);
        }

        public NotReady(String problem, Remedy remedy) {
            super(problem, remedy);
        }
    }

    /** What the fleet runs was changed by somebody else meanwhile; nothing was pinned. */
    public static final class Repinned extends BalenaException {
        private static final long serialVersionUID = 1;

        public Repinned(String message) {
            super(message, (Throwable) null);
        }
    }

    /** A roll-out's gate failed; nothing was taken back. */
    public static final class RolloutHalted extends BalenaException {
        private static final long serialVersionUID = 1;

        public RolloutHalted(String message) {
            super(message, (Throwable) null);
        }
    }

    /** A roll-out's gate could not decide within the time of its stage. */
    public static final class RolloutPaused extends BalenaException {
        private static final long serialVersionUID = 1;

        public RolloutPaused(String message) {
            super(message, (Throwable) null);
        }
    }
}
