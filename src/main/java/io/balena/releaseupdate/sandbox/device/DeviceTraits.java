package io.balena.releaseupdate.sandbox.device;

import java.time.Duration;
import java.util.Objects;

/**
 * The behaviour of a device. Its row decides whether it polls, is connected by VPN, or reports {@code update_status}.
 *
 * @param bytesPerSecond its download speed
 * @param updateLock how long its app holds the update lock once everything is downloaded
 * @param applying how long it then takes to start the new release
 * @param healthTag the tag that its app sets to the release's commit once it runs; null for none
 */
public record DeviceTraits(long bytesPerSecond, Duration updateLock, Duration applying, String healthTag) {

    /** A megabyte per second, no lock, half a minute to apply, no tag. */
    public static final DeviceTraits USUAL = new DeviceTraits(1_000_000, Duration.ZERO, Duration.ofSeconds(30), null);

    /** Speed must be positive, and times must not be negative. */
    public DeviceTraits {
        Objects.requireNonNull(updateLock);
        Objects.requireNonNull(applying);
        if (bytesPerSecond <= 0 || updateLock.isNegative() || applying.isNegative()) {
            throw new IllegalArgumentException("a device needs a speed above 0 and times of at least 0");
        }
    }

    /** The same with another download speed. */
    public DeviceTraits withBytesPerSecond(long newBytesPerSecond) {
        return new DeviceTraits(newBytesPerSecond, updateLock, applying, healthTag);
    }

    /** The same with an app that holds the update lock this long. */
    public DeviceTraits withUpdateLock(Duration newUpdateLock) {
        return new DeviceTraits(bytesPerSecond, newUpdateLock, applying, healthTag);
    }

    /** The same with an app that reports itself healthy by this tag. */
    public DeviceTraits withHealthTag(String newHealthTag) {
        return new DeviceTraits(bytesPerSecond, updateLock, applying, newHealthTag);
    }
}
