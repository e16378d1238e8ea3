package io.balena.releaseupdate.cloud;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.DevicePinRequest;
import io.balena.releaseupdate.model.DeviceSelection;
import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.FleetDevice;
import io.balena.releaseupdate.model.ReleaseTags;
import io.balena.releaseupdate.model.RolloutCounts;
import io.balena.releaseupdate.model.RolloutCountsRequest;
import io.balena.releaseupdate.model.WriteResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The part of balena that only roll-outs need: single devices, and tags of releases; {@link BalenaCloud} has the rest.
 * Reads are repeated. Writes are sent once: read afterwards whether they took effect.
 */
public interface RolloutCloud {

    /**
     * Reads a release's tags: one request.
     *
     * @param prefix reads only tags whose keys begin with it
     * @throws BalenaException as {@link BalenaCloud#releases}
     */
    ReleaseTags releaseTags(long release, String prefix, Deadline deadline) throws InterruptedException;

    /**
     * Requests once to create a tag of a release. A tag that exists is never changed: read afterwards what it holds.
     *
     * @param value at most 1,000 characters
     * @throws BalenaException if nothing could be sent
     */
    WriteResult createReleaseTag(long release, String key, String value, Deadline deadline) throws InterruptedException;

    /**
     * Reads devices of a fleet: one request for each ten thousand.
     *
     * @param which the devices to read
     * @param healthyTag the key of a device tag to read, too; empty for none
     * @throws BalenaException as {@link BalenaCloud#releases}
     * @throws BalenaException.Usage if the API has no heartbeats
     */
    List<FleetDevice> fleetDevices(Fleet fleet, DeviceSelection which, Optional<String> healthyTag, Deadline deadline)
            throws InterruptedException;

    /**
     * Counts a fleet's devices at balena in one statement, hence at one moment.
     *
     * @throws BalenaException as {@link BalenaCloud#releases}
     */
    RolloutCounts rolloutCounts(RolloutCountsRequest request, Deadline deadline) throws InterruptedException;

    /**
     * Looks up how seldom a device of the fleet may poll for its target ({@code SUPERVISOR_POLL_INTERVAL} of fleet and
     * devices), 15 minutes without any configuration.
     *
     * @throws BalenaException as {@link BalenaCloud#releases}
     */
    Duration longestPollInterval(Fleet fleet, Deadline deadline) throws InterruptedException;

    /**
     * Requests once to pin devices or to clear their pins, on conditions, which balena checks as described in
     * {@link BalenaCloud#pin}.
     *
     * @throws BalenaException if nothing could be sent
     * @throws InterruptedException if the thread was interrupted; the devices may be pinned or not
     */
    WriteResult pinDevices(DevicePinRequest request, Deadline deadline) throws InterruptedException;
}
