package io.balena.releaseupdate.model;

import java.time.Instant;
import java.util.Optional;

/**
 * The parameters of a roll-out's device counts.
 *
 * @param fleet the devices' fleet
 * @param release the target release
 * @param began when the roll-out's first stage began
 * @param stageBegan when its last stage began; {@code began} before that
 * @param overdue devices reachable since then that lack the release are overdue; empty if none can be
 * @param healthyTag the key and the value of the device tag without which a device is not updated
 */
public record RolloutCountsRequest(
        Fleet fleet,
        ReleaseName release,
        Instant began,
        Instant stageBegan,
        Optional<Instant> overdue,
        Optional<String> healthyTag) {}
