package io.balena.releaseupdate.rollout.journal;

import java.util.Set;

/**
 * Which devices a stage takes besides those of earlier stages, decided once, when it begins.
 *
 * @param name the stage, as the user gave it
 * @param size how many devices it has at most, those of earlier stages included
 * @param cutoff the rank of the last device it takes; devices up to it, and beyond the stage before, are its own. Empty for
 *     a stage of tagged devices, and for the fleet
 * @param members the ids of its devices, for a stage of tagged devices
 */
public record StageScope(String name, long size, String cutoff, Set<Long> members) {

    public StageScope {
        members = Set.copyOf(members);
    }
}
