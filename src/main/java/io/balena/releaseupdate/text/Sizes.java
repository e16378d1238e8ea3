package io.balena.releaseupdate.text;

import java.util.Locale;

/** Sizes for people: {@code 512 B}, {@code 473.2 KiB}, {@code 296.5 MiB}; the same in every locale. */
public final class Sizes {

    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final int STEP = 1024;

    /** What would be printed as 1024.0 of a unit is printed as 1.0 of the next. */
    private static final double ROUNDS_UP_TO_NEXT = STEP - 0.05;

    private Sizes() {}

    /**
     * A size in the largest unit that it has at least one of, with one decimal.
     *
     * @param bytes not negative
     */
    public static String of(long bytes) {
        if (bytes < STEP) {
            return bytes + " B";
        }
        double amount = bytes;
        int unit = 0;
        while (amount >= ROUNDS_UP_TO_NEXT) {
            amount /= STEP;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", amount, UNITS[unit]);
    }
}
