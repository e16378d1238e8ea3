package io.balena.releaseupdate.rollout;

/** The keys of the tags that a roll-out writes. */
final class JournalKeys {

    /** All keys begin so, with the number of the attempt behind it. */
    static final String PREFIX = "balena-release-update.rollout-";

    static final String ORIGIN = "origin";
    static final String UNDOING = "undoing";
    static final String UNDONE = "undone";
    static final String HALTED = "halted";
    static final String DONE = "done";
    static final String PINNED = ".pinned";
    static final String SOAKING = ".soaking";
    static final String JUDGED = ".judged";

    private JournalKeys() {}

    static String key(int attempt, String name) {
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
