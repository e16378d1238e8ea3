package io.balena.releaseupdate.model;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A stage of a roll-out at one moment.
 *
 * @param name as the user gave it: {@code 1%}, {@code 20}, {@code tag:KEY}; {@code fleet} for the last one
 * @param state its progress
 * @param size how many devices it includes, with those of earlier stages; empty until it begins
 * @param devices its devices by state, while they are followed
 * @param verdict the gate's last verdict with its numbers, as a clause; empty before the first
 */
public record RolloutStage(
        String name,
        State state,
        Optional<Long> size,
        Map<RolloutDeviceState, Long> devices,
        Optional<String> verdict) {

    /** The name of the last stage, the pin of the fleet. */
    public static final String FLEET = "fleet";

    /** The progress of a stage. */
    public enum State {
        /** It has not begun. */
        PLANNED,
        /** Its devices are being pinned. */
        PINNING,
        /** Its devices are updating. */
        UPDATING,
        /** At least half of its devices are judged, and the soak time is running. */
        SOAKING,
        /** The gate passed. */
        PASSED,
        /** It adds no device to those of earlier stages. */
        SKIPPED,
        /** The gate failed. */
        FAILED,
        /** Its time ran out before the gate could pass or fail. */
        INCONCLUSIVE;

        /** The name in documents: lower case. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public RolloutStage {
        Map<RolloutDeviceState, Long> copy = new EnumMap<>(RolloutDeviceState.class);
        copy.putAll(devices);
        devices = Collections.unmodifiableMap(copy);
    }

    /** How many devices are in this state. */
    public long in(RolloutDeviceState state) {
        return devices.getOrDefault(state, 0L);
    }

    /** Devices that failed to update. */
    public long failed() {
        return in(RolloutDeviceState.REJECTED) + in(RolloutDeviceState.LOST) + in(RolloutDeviceState.OVERDUE);
    }
}
