package io.balena.releaseupdate.model;

import java.util.OptionalLong;

/**
 * The update of all devices that run one release.
 *
 * @param update the update of each device
 * @param deviceCount the number of devices
 */
public record SourceUpdate(ReleaseUpdate update, long deviceCount) {

    /** Total bytes that these devices download; empty until everything is ready. */
    public OptionalLong estimatedPayloadSize() {
        OptionalLong each = update.estimatedPayloadSize();
        return each.isPresent() ? OptionalLong.of(timesDevices(each.getAsLong(), deviceCount)) : each;
    }

    /** Total bytes that these devices download if no further delta is built; capped at {@link Long#MAX_VALUE}. */
    public long largestPayloadSize() {
        return timesDevices(update.largestPayloadSize(), deviceCount);
    }

    /** Bytes downloaded by this many devices; capped at {@link Long#MAX_VALUE}. */
    public static long timesDevices(long bytes, long deviceCount) {
        return Math.multiplyHigh(bytes, deviceCount) == 0 && bytes * deviceCount >= 0
                ? bytes * deviceCount
                : Long.MAX_VALUE;
    }
}
