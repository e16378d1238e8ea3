package io.balena.releaseupdate.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;

/** Where the delta between two images stands. */
public sealed interface DeltaState {

    /**
     * A build that gave no sign of life for this long is given up. balena's own limit is five minutes and its builders
     * report far more often; the npm tool takes three.
     */
    Duration STALE_AFTER = Duration.ofMinutes(3);

    /** Nobody requested it yet. */
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
     * @param buildId the attempt, to tell the next one from it
     * @param reason what balena says of it, or what we saw
     */
    record Failed(long buildId, String reason) implements DeltaState {}

    /**
     * The delta server will not supply it, so that asking again is of no use.
     *
     * @param reason what the server said, and what follows for devices
     */
    record Refused(String reason) implements DeltaState {}

    /** Whether it has to be requested, for nobody builds it. */
    default boolean isRequestable() {
        return this instanceof Missing || this instanceof Failed;
    }

    /** How far an update is that waits for nothing but this delta. */
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
     * The state that all attempts for one pair come to. A finished delta stays usable whatever was tried later; several
     * have existed at once (balena's incident of 2022-04-19), then the newest counts, as in the npm tool.
     *
     * @param builds the attempts, in any order
     * @param now the time by balena's clock
     */
    static DeltaState of(Collection<DeltaBuild> builds, Instant now) {
        return of(builds, build -> isSilent(build, now));
    }

    /**
     * As {@link #of(Collection, Instant)}, where something else than the time tells whether a running build is alive.
     *
     * @param isSilent whether a running build gave no sign of life for {@link #STALE_AFTER}
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
