package io.balena.releaseupdate.model;

import java.util.OptionalLong;

/**
 * The update of all devices that run one release.
 *
 * @param update what each of them goes through
 * @param deviceCount how many they are
 */
public record SourceUpdate(ReleaseUpdate update, long deviceCount) {

    /** Bytes that all these devices download together; empty until everything is ready. */
    public OptionalLong estimatedPayloadSize() {
        OptionalLong each = update.estimatedPayloadSize();
        return each.isPresent() ? OptionalLong.of(timesDevices(each.getAsLong(), deviceCount)) : each;
    }

    /** Bytes that all these devices download if no further delta gets built. */
    public long largestPayloadSize() {
        return timesDevices(update.largestPayloadSize(), deviceCount);
    }

    /** What so many devices download; a product beyond 64 bits is held at {@link Long#MAX_VALUE}. */
    public static long timesDevices(long bytes, long deviceCount) {
        return Math.multiplyHigh(bytes, deviceCount) == 0 && bytes * deviceCount >= 0
                ? bytes * deviceCount
                : Long.MAX_VALUE;
    }
}
