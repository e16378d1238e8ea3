package io.balena.releaseupdate.rollout.journal;

/** The keys of the tags that a roll-out writes. */
public final class JournalKeys {

    /** All keys begin so, with the number of the attempt behind it. */
    public static final String PREFIX = "balena-release-update.rollout-";

    public static final String ORIGIN = "origin";
    public static final String UNDOING = "undoing";
    public static final String UNDONE = "undone";
    public static final String HALTED = "halted";
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

    /** What says which devices of a stage are pinned: at first, and after each change that was told. */
    static String pinned(int number, int version) {
        return stage(number) + PINNED + (version == 1 ? "" : "-" + version);
    }

    /** The key of a part of a list, from 1. */
    static String list(int attempt, String name, int part) {
        return key(attempt, "devices-" + name + "." + part);
    }
}
