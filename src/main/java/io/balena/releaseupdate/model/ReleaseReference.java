package io.balena.releaseupdate.model;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** A user's name for a release. */
public sealed interface ReleaseReference {

    /** Digits: an id, or, if no release has that id and it is long enough, a commit prefix. */
    record Id(long id) implements ReleaseReference {
        /** The digits as a commit prefix; empty if they are too few. */
        public Optional<Commit> asCommit() {
            return Optional.of(Long.toString(id))
                    .filter(digits -> Syntax.COMMIT.matcher(digits).matches())
                    .map(Commit::new);
        }

        @Override
        public String toString() {
            return Long.toString(id);
        }
    }

    /**
     * A commit.
     *
     * @param prefix its first 6 or more hex digits, or all of them, in lower case
     */
    record Commit(String prefix) implements ReleaseReference {
        @Override
        public String toString() {
            return prefix;
        }
    }

    /** A version, {@code 1.2.3} or {@code 1.2.3+rev4}; unique within a fleet only. */
    record Version(String version) implements ReleaseReference {
        /** Its three numbers, without the revision. */
        public String base() {
            return version.split("[-+]", 2)[0];
        }

        @Override
        public String toString() {
            return version;
        }
    }

    /**
     * Parses a user's input.
     *
     * @throws BalenaException.Usage if it is none of these
     */
    static ReleaseReference parse(String text) {
        if (Ids.isId(text)) {
            return new Id(Long.parseLong(text));
        }
        String lowerCase = text.toLowerCase(Locale.ROOT);
        if (Syntax.isCommit(lowerCase)) {
            return new Commit(lowerCase);
        }
        if (Syntax.VERSION.matcher(text).matches()) {
            return new Version(text);
        }
        if (Syntax.DIGITS.matcher(text).matches()) {
            throw new BalenaException.Usage("No release id is " + Quoted.number(text)
                    + ": ids have at most 32 bits. If it is a commit, give all of it.");
        }
        if (lowerCase.startsWith("v")
                && Syntax.VERSION.matcher(text.substring(1)).matches()
                && !Quoted.mayHoldToken(text)) {
            throw new BalenaException.Usage("Not a release: " + Quoted.release(text)
                    + ". Versions have no letter before them: " + text.substring(1) + ".");
        }
        throw new BalenaException.Usage("Not a release: " + Quoted.release(text)
                + ". Give its id (digits), its commit (6 to 40 hex digits) or, with --fleet, its version (1.2.3).");
    }

    /** The syntax of a release's names. */
    final class Syntax {
        private static final Pattern DIGITS = Pattern.compile("[0-9]+");
        private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{6,40}");
        private static final Pattern VERSION = Pattern.compile(
                "[0-9]{1,9}\\.[0-9]{1,9}\\.[0-9]{1,9}(-[0-9A-Za-z.-]{1,100})?(\\+[0-9A-Za-z.-]{1,100})?");

        /** Length of the commits that balena generates for {@code balena deploy}; git's have 40 digits. */
        private static final int SHORTEST_FULL_COMMIT = 32;

        private Syntax() {}

        /** Digits alone are an out-of-range id, unless they begin with a zero or are as long as a full commit. */
        private static boolean isCommit(String text) {
            return COMMIT.matcher(text).matches()
                    && (!DIGITS.matcher(text).matches()
                            || text.startsWith("0")
                            || text.length() >= SHORTEST_FULL_COMMIT);
        }
    }
}
