package io.balena.releaseupdate.cloud;

import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.DevicePinRequest;
import io.balena.releaseupdate.model.WriteResult;
import java.util.Optional;

/** Pins single devices, and clears their pins. */
final class DevicePinRequests {

    private final BalenaApi api;
    private final RolloutRequests devices;
    private final Writes writes;

    DevicePinRequests(BalenaApi api, RolloutRequests devices, Writes writes) {
        this.api = api;
        this.devices = devices;
        this.writes = writes;
    }

    /** See {@link RolloutCloud#pinDevices}. */
    WriteResult pin(DevicePinRequest request, Deadline deadline) throws InterruptedException {
        Optional<DeviceFields> fields = devices.fields(request.fleet(), deadline);
        if (fields.isEmpty()) {
            return new WriteResult.Accepted();
        }
        String filter = OData.encode(conditions(request, new DeviceFilters(fields.get())));
        ApiRows.DevicePin pin = new ApiRows.DevicePin(request.isClearing() ? null : request.release());
        String what = request.isClearing() ? "clear pins of devices" : "pin devices";
        return writes.send(what, () -> api.pinDevices(filter, pin), deadline);
    }

    private static String conditions(DevicePinRequest request, DeviceFilters filters) {
        String target = request.expected()
                .release()
                .map(name -> Long.toString(name.id()))
                .orElse("null");
        String fleet = "a/id eq " + request.fleet().id() + " and a/should_be_running__release eq " + target
                + " and a/should_track_latest_release eq " + request.expected().tracksLatest();
        return DeviceFilters.all(
                OData.in("id", request.ids()),
                "belongs_to__application eq " + request.fleet().id(),
                request.isClearing()
                        ? DeviceFilters.all(filters.able(), "is_pinned_on__release eq " + request.release())
                        : DeviceFilters.all(filters.following(), DeviceFilters.REACHABLE),
                "belongs_to__application/any(a:" + fleet
                        + (request.isClearing()
                                ? ""
                                : " and a/" + OData.ownsFitRelease(request.release(), request.allowDraft()))
                        + request.unless()
                                .map(tag -> " and a/" + OData.lacks(tag))
                                .orElse("")
                        + ")");
    }
}
