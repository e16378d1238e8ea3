package io.balena.releaseupdate.sandbox.device;

import java.time.Duration;
import java.util.Objects;

/**
 * How a device lives. Whether it polls, is connected by VPN, or reports {@code update_status} does not stand here: its
 * row says that.
 *
 * @param bytesPerSecond how fast it downloads
 * @param updateLock how long its app holds the update lock once everything is downloaded
 * @param applying how long it takes from there to the new release
 * @param healthTag the tag that its app sets to the commit of the release once that runs; null for none
 */
public record Habits(long bytesPerSecond, Duration updateLock, Duration applying, String healthTag) {

    /** A megabyte per second, no lock, half a minute to apply, no tag. */
    public static final Habits USUAL = new Habits(1_000_000, Duration.ZERO, Duration.ofSeconds(30), null);

    /** Speed and times may not be negative. */
    public Habits {
        Objects.requireNonNull(updateLock);
        Objects.requireNonNull(applying);
        if (bytesPerSecond <= 0 || updateLock.isNegative() || applying.isNegative()) {
            throw new IllegalArgumentException("a device needs a speed above 0 and times of at least 0");
        }
    }

    /** The same on another line. */
    public Habits withBytesPerSecond(long newBytesPerSecond) {
        return new Habits(newBytesPerSecond, updateLock, applying, healthTag);
    }

    /** The same with an app that holds the update lock so long. */
    public Habits withUpdateLock(Duration newUpdateLock) {
        return new Habits(bytesPerSecond, newUpdateLock, applying, healthTag);
    }

    /** The same with an app that tells by this tag that it is well. */
    public Habits withHealthTag(String newHealthTag) {
        return new Habits(bytesPerSecond, updateLock, applying, newHealthTag);
    }
}
