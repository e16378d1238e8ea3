package io.balena.releaseupdate.rollout.journal;

/** The keys of the tags that a roll-out writes. */
public final class JournalKeys {

    /** The prefix of all keys; the attempt's number follows. */
    public static final String PREFIX = "balena-release-update.rollout-";

    /** The roll-out began. */
    public static final String ORIGIN = "origin";
    /** The undo began. */
    public static final String UNDOING = "undoing";
    /** The undo is done. */
    public static final String UNDONE = "undone";
    /** A gate failed. */
    public static final String HALTED = "halted";
    /** The roll-out is done. */
    public static final String DONE = "done";

    static final String PINNED = ".pinned";
    static final String SOAKING = ".soaking";
    static final String JUDGED = ".judged";

    private JournalKeys() {}

    /** The key of the tag with this name, in this attempt. */
    public static String key(int attempt, String name) {
        return PREFIX + attempt + "." + name;
    }

    static String stage(int number) {
        return "stage-" + number;
    }

    /** The name of the record of a stage's pinned devices: the first, and one after each reported change. */
    static String pinned(int number, int version) {
        return stage(number) + PINNED + (version == 1 ? "" : "-" + version);
    }

    /** The key of a part of a list, from 1. */
    static String list(int attempt, String name, int part) {
        return key(attempt, "devices-" + name + "." + part);
    }
}
