package io.balena.releaseupdate.text;

import java.time.Duration;

/** Durations for users: {@code 12 s}, {@code 3 min}, {@code 1 min 5 s}, {@code 2 h 10 min}. */
public final class Durations {

    private Durations() {}

    /** A duration in its two largest units, rounded down. */
    public static String of(Duration duration) {
        if (duration.toHours() > 0) {
            return join(duration.toHours(), "h", duration.toMinutesPart(), "min");
        }
        if (duration.toMinutes() > 0) {
            return join(duration.toMinutes(), "min", duration.toSecondsPart(), "s");
        }
        return duration.toSeconds() + " s";
    }

    private static String join(long large, String largeUnit, int small, String smallUnit) {
        return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }
}
