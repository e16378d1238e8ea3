package io.balena.releaseupdate.sandbox.device;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of balenaOS or of the supervisor, compared by its numbers. */
record NumericVersion(int major, int minor, int patch) {
    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,9}).*");
    private static final String PREFIX = "balenaOS ";

    /** Parses {@code 17.2.2}; the oldest version if the device reports none. */
    static NumericVersion of(String version) {
        Matcher numbers = NUMBERS.matcher(version == null ? "" : version);
        return numbers.matches()
                ? new NumericVersion(
                        Integer.parseInt(numbers.group(1)),
                        Integer.parseInt(numbers.group(2)),
                        Integer.parseInt(numbers.group(3)))
                : new NumericVersion(0, 0, 0);
    }

    /** Parses {@code balenaOS 2.47.1+rev1}; a Resin OS counts as older than any balenaOS with current deltas. */
    static NumericVersion ofOs(String version) {
        return of(version != null && version.startsWith(PREFIX) ? version.substring(PREFIX.length()) : "");
    }

    boolean isAtLeast(NumericVersion other) {
        int byMajor = Integer.compare(major, other.major);
        int byMinor = Integer.compare(minor, other.minor);
        return (byMajor != 0 ? byMajor : byMinor != 0 ? byMinor : Integer.compare(patch, other.patch)) >= 0;
    }
}
