package io.balena.releaseupdate.model;

import java.time.Instant;
import java.util.Optional;

/**
 * What a roll-out has counted.
 *
 * @param fleet whose devices
 * @param release the release that it brings
 * @param began when its first stage began
 * @param stageBegan when its last stage began; {@code began} before that
 * @param overdue devices that were reachable since then without getting the release are overdue; empty for none
 * @param healthyTag the key and the value of the device tag without which a device is not updated
 */
public record RolloutCountsRequest(
        Fleet fleet,
        ReleaseName release,
        Instant began,
        Instant stageBegan,
        Optional<Instant> overdue,
        Optional<String> healthyTag) {}
