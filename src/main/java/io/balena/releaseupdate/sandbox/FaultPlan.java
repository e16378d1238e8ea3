package io.balena.releaseupdate.sandbox;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Says which fault happens now, and counts down those that happen a number of times. */
final class FaultPlan {
    private final List<Fault> faults;
    private final Map<Use, Integer> uses = new HashMap<>();

    /** What a fault's times are counted for: all requests together, each pair of images on its own. */
    private record Use(int fault, long fromImage, long toImage) {}

    FaultPlan(List<Fault> faults) {
        this.faults = List.copyOf(faults);
    }

    /** The effect on a request that is at all these places, or null. */
    Effect next(Set<Place> places) {
        return use(fault -> places.contains(fault.place()), 0, 0);
    }

    /** The effect on the build of a delta that starts now, or null. */
    Effect nextBuild(String service, long fromImage, long toImage) {
        return use(
                fault -> fault.place() == Place.BUILD
                        && (fault.service().isEmpty() || fault.service().equals(service)),
                fromImage,
                toImage);
    }

    private synchronized Effect use(Predicate<Fault> applies, long fromImage, long toImage) {
        for (int i = 0; i < faults.size(); i++) {
            Fault fault = faults.get(i);
            Use use = new Use(i, fromImage, toImage);
            int used = uses.getOrDefault(use, 0);
            if (applies.test(fault) && used < fault.times()) {
                uses.put(use, used + 1);
                return fault.effect();
            }
        }
        return null;
    }
}
