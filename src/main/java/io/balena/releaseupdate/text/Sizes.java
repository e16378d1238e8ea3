package io.balena.releaseupdate.text;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;

/** Sizes for users: {@code 512 B}, {@code 473.2 KiB}, {@code 296.5 MiB}; the same in every locale. */
public final class Sizes {

    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final int STEP = 1024;

    /** From here on, 1024.0 of a unit is printed as 1.0 of the next. */
    private static final double ROUNDS_UP_TO_NEXT = STEP - 0.05;

    private Sizes() {}

    /** In a column, a size that would show less than this gets a smaller unit. */
    private static final double LEAST_SHOWN = 0.1;

    private static final int MIB = 2;

    /**
     * Formats the sizes of one column: those from a mebibyte on in one unit, the largest that shows all of them, but at
     * most one step below the largest size's. Larger numbers then mean larger sizes.
     *
     * @param column all sizes of the column
     */
    public static LongFunction<String> ofColumn(Collection<Long> column) {
        List<Long> large = column.stream().filter(bytes -> unit(bytes) >= MIB).toList();
        if (large.isEmpty()) {
            return Sizes::of;
        }
        int largest = unit(Collections.max(large));
        boolean showsAll = Collections.min(large) / Math.pow(STEP, largest) >= LEAST_SHOWN;
        int unit = showsAll ? largest : Math.max(MIB, largest - 1);
        return bytes -> unit(bytes) >= MIB && bytes / Math.pow(STEP, unit) >= LEAST_SHOWN ? in(unit, bytes) : of(bytes);
    }

    private static String in(int unit, long bytes) {
        return String.format(Locale.ROOT, "%.1f %s", bytes / Math.pow(STEP, unit), UNITS[unit]);
    }

    private static int unit(long bytes) {
        double amount = bytes;
        int unit = 0;
        while (amount >= ROUNDS_UP_TO_NEXT) {
            amount /= STEP;
            unit++;
        }
        return unit;
    }

    /**
     * A size in the largest unit of which it has at least one, with one decimal.
     *
     * @param bytes not negative
     */
    public static String of(long bytes) {
        if (bytes < STEP) {
            return bytes + " B";
        }
        return in(unit(bytes), bytes);
    }
}
