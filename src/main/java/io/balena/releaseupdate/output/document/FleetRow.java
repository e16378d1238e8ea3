package io.balena.releaseupdate.output.document;

import io.balena.releaseupdate.model.FleetUpdate;
import io.balena.releaseupdate.model.FullDownload;
import io.balena.releaseupdate.model.ReleaseName;
import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.model.ServiceUpdate;
import io.balena.releaseupdate.model.SourceUpdate;
import io.balena.releaseupdate.model.UpdateStatus;
import io.balena.releaseupdate.output.words.Tally;
import io.balena.releaseupdate.text.Sizes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/**
 * A row of a table or of markdown: the devices that run one release. Each text is fit to be printed.
 *
 * @param release the release; empty if the label stands for more or less than one
 * @param label what stands in the place of a release; empty if there is one
 * @param devices how many run it
 * @param deltas how many of the deltas that they need are there
 * @param state how far their update is
 * @param each what each of them would download now
 * @param all what they would download together
 */
record FleetRow(
        Optional<ReleaseName> release,
        String label,
        String devices,
        String deltas,
        String state,
        String each,
        String all) {

    private static final String NONE = ServiceRow.NONE;
    private static final String IN_FULL = "in full";

    /**
     * A row for each release that devices run, then those of devices that have nothing or everything to download, then the
     * sums over all.
     */
    static List<FleetRow> of(FleetUpdate update) {
        Columns columns = Columns.of(update);
        List<FleetRow> rows = new ArrayList<>();
        update.updates().forEach(source -> rows.add(of(source, columns)));
        for (FullDownload download : update.fullDownloads()) {
            String state = download.isUnknown() ? UpdateStatus.UNKNOWN.label() : IN_FULL;
            rows.add(full(download.from(), "unknown", download.deviceCount(), state, download.payloadSize(), columns));
        }
        if (update.newDeviceCount() > 0) {
            rows.add(full(
                    Optional.empty(),
                    "no release",
                    update.newDeviceCount(),
                    IN_FULL,
                    update.fullPayloadSize(),
                    columns));
        }
        if (update.updatedDeviceCount() > 0) {
            rows.add(new FleetRow(
                    Optional.of(update.to().release().name()),
                    "",
                    Long.toString(update.updatedDeviceCount()),
                    NONE,
                    "on target",
                    NONE,
                    NONE));
        }
        rows.add(total(update, columns));
        return rows;
    }

    /** Writes sizes as the column does that has the download of all devices. */
    static LongFunction<String> sizes(FleetUpdate update) {
        return Columns.of(update).all();
    }

    /** How the sizes of a column are written. */
    private record Columns(LongFunction<String> each, LongFunction<String> all) {

        static Columns of(FleetUpdate update) {
            List<Long> each = new ArrayList<>();
            List<Long> all = new ArrayList<>(List.of(update.largestPayloadSize()));
            for (SourceUpdate source : update.updates()) {
                each.add(source.update().largestPayloadSize());
                all.add(source.largestPayloadSize());
            }
            for (FullDownload download : update.fullDownloads()) {
                each.add(download.payloadSize());
                all.add(download.allPayloadSize());
            }
            if (update.newDeviceCount() > 0) {
                each.add(update.fullPayloadSize());
                all.add(SourceUpdate.timesDevices(update.fullPayloadSize(), update.newDeviceCount()));
            }
            return new Columns(Sizes.ofColumn(each), Sizes.ofColumn(all));
        }
    }

    private static FleetRow total(FleetUpdate update, Columns columns) {
        Tally tally = tally(update.releaseUpdates());
        return new FleetRow(
                Optional.empty(),
                "TOTAL",
                Long.toString(update.deviceCount()),
                tally.ready() + "/" + tally.total(),
                "",
                "",
                columns.all().apply(update.largestPayloadSize()));
    }

    private static FleetRow of(SourceUpdate source, Columns columns) {
        ReleaseUpdate update = source.update();
        Tally tally = tally(List.of(update));
        return new FleetRow(
                Optional.of(update.from().name()),
                "",
                Long.toString(source.deviceCount()),
                tally.total() == 0 ? NONE : tally.ready() + "/" + tally.total(),
                update.overallStatus().label(),
                columns.each().apply(update.largestPayloadSize()),
                columns.all().apply(source.largestPayloadSize()));
    }

    private static FleetRow full(
            Optional<ReleaseName> release, String label, long devices, String state, long size, Columns columns) {
        return new FleetRow(
                release,
                release.isPresent() ? "" : label,
                Long.toString(devices),
                NONE,
                state,
                columns.each().apply(size),
                columns.all().apply(SourceUpdate.timesDevices(size, devices)));
    }

    private static Tally tally(List<ReleaseUpdate> updates) {
        return Tally.ofStatuses(updates.stream()
                .flatMap(update -> update.services().stream())
                .filter(service -> service.pair().isPresent())
                .collect(Collectors.toMap(
                        service -> service.pair().get(), ServiceUpdate::status, (same, status) -> same))
                .values());
    }

    /** The devices that will download in full, or one service so, and why. */
    record Reason(long devices, Optional<ReleaseName> release, Optional<String> service, String reason) {}

    /** Why devices download everything in full. They are those of the line that counts such devices, each once. */
    static List<Reason> reasons(FleetUpdate update) {
        List<Reason> reasons = new ArrayList<>();
        if (update.newDeviceCount() > 0) {
            reasons.add(
                    new Reason(update.newDeviceCount(), Optional.empty(), Optional.empty(), "they run no release yet"));
        }
        for (FullDownload download : update.fullDownloads()) {
            reasons.add(new Reason(download.deviceCount(), download.from(), Optional.empty(), download.reason()));
        }
        return reasons;
    }

    /** Why devices that use deltas download single services in full all the same. */
    static List<Reason> serviceReasons(FleetUpdate update) {
        List<Reason> reasons = new ArrayList<>();
        for (SourceUpdate source : update.updates()) {
            for (ServiceUpdate service : source.update().services()) {
                service.fullDownloadReason()
                        .or(() -> service.errorMessage().map(String::strip))
                        .ifPresent(reason -> reasons.add(new Reason(
                                source.deviceCount(),
                                Optional.of(source.update().from().name()),
                                Optional.of(service.serviceName()),
                                reason)));
            }
        }
        return reasons;
    }
}
