package io.balena.releaseupdate.sandbox.device;

import io.balena.releaseupdate.sandbox.data.Data;
import io.balena.releaseupdate.sandbox.data.Resource;
import io.balena.releaseupdate.sandbox.data.Resource.Property;
import io.balena.releaseupdate.sandbox.data.Row;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalLong;

/** One device's update to its target release. */
final class DeviceUpdate {
    private static final Property TARGET = Resource.DEVICE.require("should_be_running__release");

    /** The first version that cancels an update when the target changes; older ones finish it first. */
    private static final NumericVersion FIRST_THAT_CANCELS = new NumericVersion(17, 1, 0);

    private static final Duration REQUEST_AGAIN = Duration.ofSeconds(15);
    private static final Duration UNTIL_APPLYING = Duration.ofSeconds(5);
    private static final Duration UNTIL_HEALTHY = Duration.ofSeconds(10);
    private static final int PROGRESS_STEPS = 10;

    private final Data data;
    private final Row device;
    private final DeviceTraits habits;
    private final Schedule schedule;
    private final Reports reports;
    private final Downloads downloads;
    private final UpdateProblems troubles;
    private final Runnable crash;

    /** The release that it is updating to, or rejected; null if it runs its target. */
    private Long target;

    private boolean isUnderWay;

    /** Incremented with each update, which voids the events planned for the previous one. */
    private int number;

    private long downloaded;

    /** @param crash called if applying the update breaks the device */
    DeviceUpdate(
            Data data,
            Row device,
            DeviceTraits habits,
            Schedule schedule,
            Reports reports,
            Downloads downloads,
            UpdateProblems troubles,
            Runnable crash) {
        this.data = data;
        this.device = device;
        this.habits = habits;
        this.schedule = schedule;
        this.reports = reports;
        this.downloads = downloads;
        this.troubles = troubles;
        this.crash = crash;
    }

    /** All bytes downloaded so far. */
    long downloaded() {
        return downloaded;
    }

    /** Begins an update if the target differs from the running release; returns the resulting trouble. */
    UpdateProblem check() {
        Long wanted = (Long) data.value(device, TARGET);
        boolean mustFinish = isUnderWay && !cancels();
        if (!device.is("is_active") || device.is("is_frozen") || mustFinish || Objects.equals(wanted, target)) {
            return UpdateProblem.NONE;
        }
        if (wanted == null || wanted.equals(device.reference("is_running__release"))) {
            cancel();
            return UpdateProblem.NONE;
        }
        return begin(wanted);
    }

    private boolean cancels() {
        return NumericVersion.of(device.text("supervisor_version")).isAtLeast(FIRST_THAT_CANCELS);
    }

    /** Cancels the update because the target is the running release again. */
    private void cancel() {
        if (target != null) {
            interrupt();
            reports.updateStatus("done");
            reports.progress(null);
        }
    }

    /** Interrupts the update; the next check restarts it. */
    void interrupt() {
        number++;
        target = null;
        isUnderWay = false;
    }

    private UpdateProblem begin(long wanted) {
        interrupt();
        target = wanted;
        UpdateProblem trouble = troubles.next(device, wanted);
        switch (trouble.kind()) {
            case REJECT -> reports.updateStatus("rejected");
            case SILENT -> reports.updateStatus("downloading");
            case MOVE, PIN -> {
                return change(trouble);
            }
            default -> {
                isUnderWay = true;
                reports.updateStatus("downloading");
                reports.progress(0);
                download(trouble);
            }
        }
        return trouble;
    }

    /** Simulates another user changing the device's target now. */
    private UpdateProblem change(UpdateProblem trouble) {
        if (trouble.kind() == UpdateProblem.Kind.MOVE) {
            device.set("belongs_to__application", trouble.value()).set("is_pinned_on__release", null);
        } else {
            device.set("is_pinned_on__release", trouble.value());
        }
        interrupt();
        return check();
    }

    private void download(UpdateProblem trouble) {
        Row release = data.find(Resource.RELEASE, target);
        if (release == null) {
            interrupt();
            return;
        }
        OptionalLong bytes = downloads.bytes(device, release);
        if (bytes.isEmpty()) {
            then(REQUEST_AGAIN, () -> download(trouble));
        } else if (trouble.kind() != UpdateProblem.Kind.STALL) {
            long millis = bytes.getAsLong() * 1000 / habits.bytesPerSecond();
            proceed(trouble, bytes.getAsLong(), Duration.ofMillis(millis / PROGRESS_STEPS), 1);
        }
    }

    private void proceed(UpdateProblem trouble, long bytes, Duration step, int steps) {
        then(step, () -> {
            reports.progress(100 * steps / PROGRESS_STEPS);
            if (steps < PROGRESS_STEPS) {
                proceed(trouble, bytes, step, steps + 1);
            } else {
                downloaded += bytes;
                wait(trouble);
            }
        });
    }

    private void wait(UpdateProblem trouble) {
        reports.updateStatus("downloaded");
        Duration lock = habits.updateLock();
        if (trouble.kind() == UpdateProblem.Kind.LOCK) {
            if (trouble.value() == 0) {
                return;
            }
            lock = Duration.ofSeconds(trouble.value());
        }
        then(UNTIL_APPLYING.plus(lock), () -> apply(trouble));
    }

    private void apply(UpdateProblem trouble) {
        reports.updateStatus("applying changes");
        if (trouble.kind() == UpdateProblem.Kind.CRASH) {
            then(habits.applying().dividedBy(2), crash);
        } else {
            then(habits.applying(), () -> finish(trouble));
        }
    }

    private void finish(UpdateProblem trouble) {
        long release = target;
        interrupt();
        reports.runs(release);
        reports.updateStatus("done");
        reports.progress(null);
        if (habits.healthTag() != null && trouble.kind() != UpdateProblem.Kind.UNHEALTHY) {
            then(UNTIL_HEALTHY, () -> reportHealthy(release));
        }
    }

    private void reportHealthy(long release) {
        Row found = data.find(Resource.RELEASE, release);
        if (found == null) {
            return;
        }
        for (Row tag : data.referring(Resource.DEVICE_TAG, "device", device.id())) {
            if (habits.healthTag().equals(tag.text("tag_key"))) {
                tag.set("value", found.text("commit"));
                return;
            }
        }
        data.add(Resource.DEVICE_TAG)
                .set("device", device.id())
                .set("tag_key", habits.healthTag())
                .set("value", found.text("commit"));
    }

    /** Plans the next step of this update; void if the update is interrupted or the device removed first. */
    private void then(Duration in, Runnable what) {
        int current = number;
        schedule.after(in, () -> {
            if (current == number && data.find(Resource.DEVICE, device.id()) == device) {
                what.run();
            }
        });
    }
}
