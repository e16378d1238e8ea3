package io.balena.releaseupdate.rollout.journal;

import java.util.function.Supplier;

/** A tag of a roll-out is not as this program writes it, so that nobody knows what was done. */
public final class JournalException extends RuntimeException {

    private static final long serialVersionUID = 1;

    JournalException(String key, String problem) {
        super("The release's tag " + key + " " + problem
                + ": somebody changed what this roll-out remembers. Clear the pins of its devices by hand, remove the"
                + " release's tags that begin with " + JournalKeys.PREFIX + ", and begin anew.");
    }

    /** Reads something, and complains about the tag if it can't be read. */
    public static <T> T reading(String key, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (JournalException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new JournalException(key, "can't be understood");
        }
    }
}
