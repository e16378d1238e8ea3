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
 * What roll-outs need of balena beyond {@link BalenaCloud}, which all else is told of: single devices, and tags of
 * releases. Reads are repeated; writes are sent once, and what they did must be read.
 */
public interface RolloutCloud {

    /**
     * Reads a release's tags: one request.
     *
     * @param prefix only tags whose keys begin so
     * @throws BalenaException as {@link BalenaCloud#releases}
     */
    ReleaseTags releaseTags(long release, String prefix, Deadline deadline) throws InterruptedException;

    /**
     * Requests once to create a tag. One that exists is never changed, which counts as a good answer.
     *
     * @param value at most 1,000 characters
     */
    WriteResult createReleaseTag(long release, String key, String value, Deadline deadline) throws InterruptedException;

    /**
     * Reads devices: one request for each ten thousand.
     *
     * @param healthyTag the key of a device tag to read along
     * @throws BalenaException as {@link BalenaCloud#releases}
     * @throws BalenaException.Usage if the API does not know heartbeats
     */
    List<FleetDevice> fleetDevices(Fleet fleet, DeviceSelection which, Optional<String> healthyTag, Deadline deadline)
            throws InterruptedException;

    /**
     * Has balena count a fleet's devices in one statement, so that they are of one moment.
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
     * Requests once to pin devices or to clear their pins, on conditions that hold against all that was there when balena
     * got to the request, see {@link BalenaCloud#pin}.
     *
     * @throws BalenaException if nothing could be sent
     * @throws InterruptedException if the thread was interrupted; the devices may be pinned or not
     */
    WriteResult pinDevices(DevicePinRequest request, Deadline deadline) throws InterruptedException;
}
