package io.balena.releaseupdate.sandbox;

import io.balena.releaseupdate.sandbox.FaultEffect.Mishap;
import io.balena.releaseupdate.sandbox.data.Fake;
import io.balena.releaseupdate.sandbox.data.Row;
import io.balena.releaseupdate.sandbox.device.UpdateProblem;
import io.balena.releaseupdate.sandbox.device.UpdateProblems;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Selects the fault that happens now, and counts those with a limited number of times. */
final class FaultPlan implements UpdateProblems {
    private static final int SHORT_UUID = 7;
    private static final Set<UpdateProblem.Kind> ONCE =
            EnumSet.of(UpdateProblem.Kind.MOVE, UpdateProblem.Kind.PIN, UpdateProblem.Kind.SILENT);

    private final List<Fault> faults;
    private final Map<Use, Integer> uses = new HashMap<>();
    private final Set<List<Object>> once = new HashSet<>();

    /** The unit of counting a fault: all requests together, each pair of images, each device. */
    private record Use(int fault, long fromImageOrDevice, long toImage) {}

    FaultPlan(List<Fault> faults) {
        this.faults = List.copyOf(faults);
    }

    /** The effect on a request that belongs to these places, or null. */
    FaultEffect next(Set<FaultPlace> places) {
        return use(fault -> places.contains(fault.place()), 0, 0);
    }

    /** The effect on the build of a delta that starts now, or null. */
    FaultEffect nextBuild(String service, long fromImage, long toImage) {
        return use(
                fault -> fault.place() == FaultPlace.BUILD
                        && (fault.subject().isEmpty() || fault.subject().equals(service)),
                fromImage,
                toImage);
    }

    @Override
    public UpdateProblem next(Row device, long release) {
        FaultEffect effect = use(
                fault -> fault.place() == FaultPlace.DEVICE
                        && concerns(fault, device)
                        && !isDone(fault, device, release),
                device.id(),
                0);
        return effect instanceof Mishap mishap ? mishap.trouble() : UpdateProblem.NONE;
    }

    private static boolean concerns(Fault fault, Row device) {
        String subject = fault.subject();
        String uuid = device.text("uuid");
        if (subject.endsWith("%")) {
            int percent = Integer.parseInt(subject.substring(0, subject.length() - 1));
            return Fake.number("share " + uuid, 0, 10_000) < percent * 100L;
        }
        return subject.isEmpty()
                || subject.equals(device.text("device_name"))
                || subject.length() >= SHORT_UUID && uuid.startsWith(subject);
    }

    /**
     * Whether the fault already happened to a device during this update; again, it would prevent the update
     * permanently.
     */
    private synchronized boolean isDone(Fault fault, Row device, long release) {
        return fault.effect() instanceof Mishap mishap
                && ONCE.contains(mishap.trouble().kind())
                && !once.add(List.of(fault, device.id(), release));
    }

    private synchronized FaultEffect use(Predicate<Fault> applies, long fromImage, long toImage) {
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
