package io.balena.releaseupdate.rollout.journal;

import java.util.function.Supplier;

/** A tag of a roll-out is malformed; the roll-out's state is unknown. */
public final class JournalException extends RuntimeException {

    private static final long serialVersionUID = 1;

    JournalException(String key, String problem) {
        super("The release's tag " + key + " " + problem
                + ": the record of this roll-out was changed. Clear the pins of its devices by hand, remove the"
                + " release's tags that begin with " + JournalKeys.PREFIX + ", and start again.");
    }

    /** Runs a parser, and turns its failure into a {@link JournalException} about the tag. */
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
