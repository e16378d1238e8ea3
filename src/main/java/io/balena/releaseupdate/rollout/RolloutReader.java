package io.balena.releaseupdate.rollout;

import io.balena.releaseupdate.cloud.BalenaCloud;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.DeviceSelection;
import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.FleetDevice;
import io.balena.releaseupdate.model.PinState;
import io.balena.releaseupdate.model.ReleaseName;
import io.balena.releaseupdate.model.ReleaseTag;
import io.balena.releaseupdate.model.ReleaseTags;
import io.balena.releaseupdate.model.RolloutCounts;
import io.balena.releaseupdate.model.RolloutCountsRequest;
import io.balena.releaseupdate.model.WaitClock;
import io.balena.releaseupdate.rollout.journal.Journal;
import io.balena.releaseupdate.rollout.journal.JournalKeys;
import io.balena.releaseupdate.rollout.plan.FleetView;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads a roll-out's state: its journal, the fleet, its devices. Four requests, plus one per 10,000 devices. */
final class RolloutReader {

    /** The time limit of one read with all its requests; large fleets take long. */
    private static final Duration LONGEST_READ = Duration.ofMinutes(3);

    private final BalenaCloud cloud;
    private final Fleet fleet;
    private final ReleaseName to;
    private final Optional<String> healthyTag;
    private final Duration deviceTimeout;

    /** Tags never change: what was read once stays true, even if a later response omits it. */
    private final Map<String, ReleaseTag> tags = new HashMap<>();

    private final ServerTime time;
    private OptionalInt attempt = OptionalInt.empty();

    RolloutReader(
            BalenaCloud cloud,
            Fleet fleet,
            ReleaseName to,
            Optional<String> healthyTag,
            Duration deviceTimeout,
            WaitClock clock) {
        this.cloud = cloud;
        this.fleet = fleet;
        this.to = to;
        this.healthyTag = healthyTag;
        this.deviceTimeout = deviceTimeout;
        this.time = new ServerTime(clock);
    }

    /** The result of one read. */
    record Snapshot(Journal journal, FleetView view) {}

    /** @param isUndo whether to read the last roll-out even if it is closed */
    Snapshot read(boolean isUndo) throws InterruptedException {
        Deadline deadline = Deadline.after(LONGEST_READ);
        ReleaseTags read = cloud.releaseTags(to.id(), JournalKeys.PREFIX, deadline);
        read.tags().forEach(tag -> tags.putIfAbsent(tag.key(), tag));
        Instant now = time.of(read.now(), tags.values());
        Journal journal = journal(isUndo);
        PinState state = cloud.pinState(fleet, to.id(), deadline);
        List<FleetDevice> pinned =
                cloud.fleetDevices(fleet, new DeviceSelection.PinnedTo(to.id()), healthyTag, deadline);
        RolloutCounts counts = cloud.rolloutCounts(request(journal, now), deadline);
        return new Snapshot(journal, new FleetView(now, state, pinned, counts));
    }

    /** The roll-out in progress. If another run ends it meanwhile, this run does not switch to the next. */
    private Journal journal(boolean isUndo) {
        Journal journal = attempt.isPresent()
                ? Journal.at(tags.values(), attempt.getAsInt())
                : isUndo ? Journal.last(tags.values()) : Journal.open(tags.values());
        if (journal.origin().isPresent()) {
            attempt = OptionalInt.of(journal.attempt());
        }
        return journal;
    }

    /** Binds this run to its roll-out: if another run undoes that meanwhile, this one must not begin the next. */
    void stayWith(Journal journal) {
        attempt = OptionalInt.of(journal.attempt());
    }

    private RolloutCountsRequest request(Journal journal, Instant now) {
        Instant began = journal.began().orElse(now);
        Optional<Journal.Stage> last = journal.fleet();
        Instant overdue = now.minus(deviceTimeout);
        return new RolloutCountsRequest(
                fleet,
                to,
                began,
                last.map(Journal.Stage::began).orElse(began),
                last.flatMap(Journal.Stage::pinned)
                        .filter(pinned -> !pinned.isAfter(overdue))
                        .map(pinned -> overdue),
                healthyTag);
    }

    List<FleetDevice> survey(DeviceSelection.Reachable devices) throws InterruptedException {
        return cloud.fleetDevices(fleet, devices, Optional.empty(), Deadline.after(LONGEST_READ));
    }
}
