package io.balena.releaseupdate.model;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The update of a fleet from one release to another.
 *
 * @param from the release that devices run
 * @param to the target release
 * @param services what happens to each service of the target release, in {@link ServiceNames#ORDER}
 * @param removed the services missing in the target release, in the same order
 */
public record ReleaseUpdate(Release from, Release to, List<ServiceUpdate> services, List<RemovedService> removed) {

    public ReleaseUpdate {
        services = List.copyOf(services);
        removed = List.copyOf(removed);
    }

    /**
     * The update between two releases of one fleet.
     *
     * @param deltas the known delta states; other deltas count as missing
     * @throws BalenaException.NotFound if the releases belong to different fleets
     */
    public static ReleaseUpdate between(Release from, Release to, Map<ImagePair, DeltaState> deltas) {
        if (from.fleet().id() != to.fleet().id()) {
            throw new BalenaException.NotFound("Source and target release must be from the same fleet, but release "
                    + from.id() + " belongs to " + from.fleet().slug() + " and release " + to.id() + " to "
                    + to.fleet().slug() + ".");
        }
        List<ServiceUpdate> services = to.images().entrySet().stream()
                .map(entry ->
                        serviceUpdate(entry.getKey(), from.images().get(entry.getKey()), entry.getValue(), to, deltas))
                .toList();
        List<RemovedService> removed = from.images().entrySet().stream()
                .filter(entry -> !to.images().containsKey(entry.getKey()))
                .map(entry -> new RemovedService(entry.getKey(), entry.getValue()))
                .toList();
        return new ReleaseUpdate(from, to, services, removed);
    }

    private static ServiceUpdate serviceUpdate(
            String serviceName, Image from, Image to, Release target, Map<ImagePair, DeltaState> deltas) {
        DeltaState state = from == null ? null : deltas.get(new ImagePair(from.id(), to.id()));
        return new ServiceUpdate(
                serviceName,
                Optional.ofNullable(from),
                to,
                state == null ? new DeltaState.Missing() : state,
                target.deletingFirst().contains(serviceName));
    }

    /** The same update with other states of its deltas. */
    public ReleaseUpdate with(Map<ImagePair, DeltaState> deltas) {
        return between(from, to, deltas);
    }

    /** The pairs of images whose deltas devices will request. */
    public Set<ImagePair> pairs() {
        return services.stream()
                .flatMap(service -> service.pair().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The worst status of its services; ready if there are none. */
    public UpdateStatus overallStatus() {
        return services.stream()
                .map(ServiceUpdate::status)
                .min(Comparator.naturalOrder())
                .orElse(UpdateStatus.READY);
    }

    /** Bytes that a device downloads; empty until everything is ready, as in the npm tool. */
    public OptionalLong estimatedPayloadSize() {
        return overallStatus() == UpdateStatus.READY ? OptionalLong.of(largestPayloadSize()) : OptionalLong.empty();
    }

    /**
     * Bytes that a device downloads if no further delta is built: full images for missing deltas. Capped at
     * {@link Long#MAX_VALUE}.
     */
    public long largestPayloadSize() {
        return services.stream().mapToLong(ServiceUpdate::payloadSize).reduce(0, ReleaseUpdate::sumOf);
    }

    /** Bytes that a device without deltas downloads: all images that it does not have. */
    public long fullPayloadSize() {
        return services.stream()
                .filter(service -> service.change() != ServiceUpdate.Change.UNCHANGED)
                .mapToLong(service -> service.to().size())
                .reduce(0, ReleaseUpdate::sumOf);
    }

    /** The sum of two sizes in bytes; capped at {@link Long#MAX_VALUE}. */
    public static long sumOf(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
