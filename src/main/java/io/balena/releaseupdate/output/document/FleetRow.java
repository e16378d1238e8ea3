package io.balena.releaseupdate.output.document;

import io.balena.releaseupdate.model.FleetUpdate;
import io.balena.releaseupdate.model.FullDownload;
import io.balena.releaseupdate.model.ReleaseName;
import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.model.ServiceUpdate;
import io.balena.releaseupdate.model.SourceUpdate;
import io.balena.releaseupdate.model.UpdateStatus;
import io.balena.releaseupdate.output.progress.Tally;
import io.balena.releaseupdate.text.Sizes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a document for people says of the devices that run one release. Each text but the commit is fit to be printed.
 *
 * @param label the release's id, or what stands in its place
 * @param commit the beginning of the release's commit, as balena knows it, possibly harmful; empty without
 * @param devices how many run it
 * @param deltas how many of the deltas that they need are there
 * @param state how far their update is
 * @param each what each of them would download now
 * @param all what they would download together
 */
record FleetRow(
        String label, Optional<String> commit, String devices, String deltas, String state, String each, String all) {

    private static final String NONE = ServiceRow.NONE;
    private static final String IN_FULL = "in full";

    /** A row for each release that devices run, then those of devices that have nothing or everything to download. */
    static List<FleetRow> of(FleetUpdate update) {
        List<FleetRow> rows = new ArrayList<>();
        update.updates().forEach(source -> rows.add(of(source)));
        for (FullDownload download : update.fullDownloads()) {
            String label =
                    download.from().map(release -> Long.toString(release.id())).orElse("unknown");
            String state = download.isUnknown() ? UpdateStatus.UNKNOWN.label() : IN_FULL;
            rows.add(full(label, download.from().map(Releases::shortCommit), download.deviceCount(), state, update));
        }
        if (update.newDeviceCount() > 0) {
            rows.add(full("no release", Optional.empty(), update.newDeviceCount(), IN_FULL, update));
        }
        if (update.updatedDeviceCount() > 0) {
            ReleaseName to = update.to().release().name();
            rows.add(new FleetRow(
                    Long.toString(to.id()),
                    Optional.of(Releases.shortCommit(to)),
                    Long.toString(update.updatedDeviceCount()),
                    NONE,
                    "on target",
                    NONE,
                    NONE));
        }
        return rows;
    }

    /** The sums over all devices. */
    static FleetRow total(FleetUpdate update) {
        Tally tally = tally(update.releaseUpdates());
        return new FleetRow(
                "TOTAL",
                Optional.empty(),
                Long.toString(update.deviceCount()),
                tally.ready() + "/" + tally.total(),
                "",
                "",
                Sizes.of(update.largestPayloadSize()));
    }

    private static FleetRow of(SourceUpdate source) {
        ReleaseUpdate update = source.update();
        Tally tally = tally(List.of(update));
        return new FleetRow(
                Long.toString(update.from().id()),
                Optional.of(Releases.shortCommit(update.from())),
                Long.toString(source.deviceCount()),
                tally.total() == 0 ? NONE : tally.ready() + "/" + tally.total(),
                update.overallStatus().label(),
                Sizes.of(update.largestPayloadSize()),
                Sizes.of(source.largestPayloadSize()));
    }

    private static FleetRow full(
            String label, Optional<String> commit, long devices, String state, FleetUpdate update) {
        return new FleetRow(
                label,
                commit.filter(known -> !known.isEmpty()),
                Long.toString(devices),
                NONE,
                state,
                Sizes.of(update.fullPayloadSize()),
                Sizes.of(SourceUpdate.timesDevices(update.fullPayloadSize(), devices)));
    }

    private static Tally tally(List<ReleaseUpdate> updates) {
        return Tally.ofStatuses(updates.stream()
                .flatMap(update -> update.services().stream())
                .filter(service -> service.pair().isPresent())
                .collect(Collectors.toMap(
                        service -> service.pair().get(), ServiceUpdate::status, (same, status) -> same))
                .values());
    }

    /** The devices that will download services in full, and why: number, who, reason. */
    record Reason(long devices, Optional<String> release, Optional<String> service, String reason) {}

    /** Why devices download in full: their release can't be updated from, or a delta failed. */
    static List<Reason> reasons(FleetUpdate update) {
        List<Reason> reasons = new ArrayList<>();
        if (update.newDeviceCount() > 0) {
            reasons.add(
                    new Reason(update.newDeviceCount(), Optional.empty(), Optional.empty(), "they run no release yet"));
        }
        for (FullDownload download : update.fullDownloads()) {
            reasons.add(new Reason(
                    download.deviceCount(),
                    download.from().map(release -> Long.toString(release.id())),
                    Optional.empty(),
                    download.reason()));
        }
        for (SourceUpdate source : update.updates()) {
            for (ServiceUpdate service : source.update().services()) {
                if (service.status() == UpdateStatus.FAILED) {
                    reasons.add(new Reason(
                            source.deviceCount(),
                            Optional.of(Long.toString(source.update().from().id())),
                            Optional.of(service.serviceName()),
                            service.errorMessage().orElse("").strip()));
                }
            }
        }
        return reasons;
    }
}
