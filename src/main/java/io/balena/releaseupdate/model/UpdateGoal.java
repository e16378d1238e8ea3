package io.balena.releaseupdate.model;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/** How many of the devices targeted at a release must run it before a wait ends. */
public sealed interface UpdateGoal {

    /** All devices; reached immediately if there are none. */
    UpdateGoal ALL = new Share(BigDecimal.valueOf(100));

    /** Whether these devices have reached it. */
    boolean isReachedBy(DeviceCounts devices);

    /**
     * A share of the devices.
     *
     * @param percent more than 0, at most 100
     */
    record Share(BigDecimal percent) implements UpdateGoal {
        @Override
        public boolean isReachedBy(DeviceCounts devices) {
            BigDecimal updated = BigDecimal.valueOf(devices.updated()).movePointRight(2);
            return updated.compareTo(percent.multiply(BigDecimal.valueOf(devices.targeted()))) >= 0;
        }

        @Override
        public String toString() {
            return percent.toPlainString() + "%";
        }
    }

    /**
     * A fixed number of devices.
     *
     * @param devices at least 1
     */
    record Number(long devices) implements UpdateGoal {
        @Override
        public boolean isReachedBy(DeviceCounts counts) {
            return counts.updated() >= devices;
        }

        @Override
        public String toString() {
            return Long.toString(devices);
        }
    }

    /**
     * Parses a user's input: {@code 95%}, {@code 99.5%} or {@code 120}.
     *
     * @throws BalenaException.Usage if it is neither a share nor a number
     */
    static UpdateGoal parse(String text) {
        if (Syntax.SHARE.matcher(text).matches()) {
            BigDecimal percent = new BigDecimal(text.substring(0, text.length() - 1));
            if (percent.signum() > 0 && percent.compareTo(BigDecimal.valueOf(100)) <= 0) {
                return new Share(percent);
            }
        }
        if (Syntax.NUMBER.matcher(text).matches()) {
            return new Number(Long.parseLong(text));
        }
        throw new BalenaException.Usage(
                "Neither a share nor a number of devices. Give a percentage, 95%, or a number, 120.");
    }

    /** The syntax of a goal. */
    final class Syntax {
        private static final Pattern SHARE = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,6})?%");
        private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

        private Syntax() {}
    }
}
