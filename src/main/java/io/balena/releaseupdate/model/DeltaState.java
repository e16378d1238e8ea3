package io.balena.releaseupdate.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;

/** The state of the delta between two images. */
public sealed interface DeltaState {

    /**
     * A build without a report for this long counts as failed. balena's own limit is five minutes, and its builders
     * report far more often; the npm tool uses three.
     */
    Duration STALE_AFTER = Duration.ofMinutes(3);

    /** It was not requested yet. */
    record Missing() implements DeltaState {}

    /**
     * It is being built.
     *
     * @param buildId the attempt; later ones have larger numbers
     */
    record Building(long buildId) implements DeltaState {}

    /** Devices can download it. */
    record Finished(Delta delta) implements DeltaState {}

    /**
     * The newest attempt to build it failed or went silent.
     *
     * @param buildId the attempt; later ones have larger numbers
     * @param reason balena's error message, or what we observed
     */
    record Failed(long buildId, String reason) implements DeltaState {}

    /**
     * The delta server refuses to supply it; requesting it again is useless.
     *
     * @param reason the server's message, and the consequence for devices
     */
    record Refused(String reason) implements DeltaState {}

    /** Whether it must be requested because no build is running or done. */
    default boolean isRequestable() {
        return this instanceof Missing || this instanceof Failed;
    }

    /** The status of an update that needs only this delta. */
    default UpdateStatus status() {
        if (this instanceof Finished) {
            return UpdateStatus.READY;
        }
        if (this instanceof Building) {
            return UpdateStatus.PREPARING;
        }
        return this instanceof Missing ? UpdateStatus.PENDING : UpdateStatus.FAILED;
    }

    /**
     * The state that results from all attempts for one pair. A finished delta stays usable whatever later attempts do;
     * if several exist (as in balena's incident of 2022-04-19), the newest counts, as in the npm tool.
     *
     * @param builds the attempts, in any order
     * @param now the time by balena's clock
     */
    static DeltaState of(Collection<DeltaBuild> builds, Instant now) {
        return of(builds, build -> isSilent(build, now));
    }

    /**
     * As {@link #of(Collection, Instant)}, with another criterion for whether a running build is alive.
     *
     * @param isSilent whether a running build has not reported for {@link #STALE_AFTER}
     */
    static DeltaState of(Collection<DeltaBuild> builds, Predicate<DeltaBuild> isSilent) {
        Comparator<DeltaBuild> age = Comparator.comparingLong(DeltaBuild::id);
        Optional<DeltaBuild> finished = builds.stream()
                .filter(build -> build.status().equals("success"))
                .max(age);
        if (finished.isPresent()) {
            DeltaBuild build = finished.get();
            return new Finished(new Delta(build.id(), build.version(), build.location(), build.size()));
        }
        return builds.stream()
                .max(age)
                .map(newest -> newest.status().equals("running") ? running(newest, isSilent) : failed(newest))
                .orElseGet(Missing::new);
    }

    private static boolean isSilent(DeltaBuild build, Instant now) {
        return build.updated()
                .filter(updated -> !updated.isAfter(now.minus(STALE_AFTER)))
                .isPresent();
    }

    private static DeltaState running(DeltaBuild build, Predicate<DeltaBuild> isSilent) {
        if (!isSilent.test(build)) {
            return new Building(build.id());
        }
        String since = build.updated()
                .map(updated -> " since " + updated)
                .orElse(" for " + STALE_AFTER.toMinutes() + " minutes");
        return new Failed(build.id(), "the build stopped: it gave no sign of life" + since);
    }

    private static DeltaState failed(DeltaBuild build) {
        return new Failed(
                build.id(),
                build.errorMessage()
                        .filter(message -> !message.isBlank())
                        .orElse("the build ended with status '" + build.status() + "'"));
    }
}
