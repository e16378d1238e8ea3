package io.balena.releaseupdate.rollout.journal;

import java.util.Set;

/**
 * The devices that a stage adds to those of earlier stages, fixed when it begins.
 *
 * @param name the stage, as the user gave it
 * @param size how many devices it has at most, including those of earlier stages
 * @param cutoff the rank of its last device; it includes devices up to this rank that follow the previous stage's.
 *     Empty for a stage of tagged devices, and for the fleet
 * @param members the ids of its devices, for a stage of tagged devices
 */
public record StageScope(String name, long size, String cutoff, Set<Long> members) {

    public StageScope {
        members = Set.copyOf(members);
    }
}
