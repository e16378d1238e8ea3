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
 * @param state how far it is
 * @param size how many devices it takes, those of earlier stages included; empty until it begins
 * @param devices the devices by state, while it is followed
 * @param verdict the gate's last word with its numbers, a clause; empty before it has said one
 */
public record RolloutStage(
        String name,
        State state,
        Optional<Long> size,
        Map<RolloutDeviceState, Long> devices,
        Optional<String> verdict) {

    /** The name of the last stage, the pin of the fleet. */
    public static final String FLEET = "fleet";

    /** How far a stage is. */
    public enum State {
        /** It has not begun. */
        PLANNED,
        /** Its devices are being pinned. */
        PINNING,
        /** Its devices are on their way. */
        UPDATING,
        /** At least half of its devices are judged, and the soak time runs. */
        SOAKING,
        /** The gate let it pass. */
        PASSED,
        /** It added no device to those of earlier stages. */
        SKIPPED,
        /** The gate failed. */
        FAILED,
        /** Its time is over, and it proved neither. */
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

    /** Devices that the release did no good. */
    public long failed() {
        return in(RolloutDeviceState.REJECTED) + in(RolloutDeviceState.LOST) + in(RolloutDeviceState.OVERDUE);
    }
}
