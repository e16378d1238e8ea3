package io.balena.releaseupdate.sandbox.device;

import io.balena.releaseupdate.sandbox.data.Data;
import io.balena.releaseupdate.sandbox.data.Resource;
import io.balena.releaseupdate.sandbox.data.Resource.Property;
import io.balena.releaseupdate.sandbox.data.Row;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalLong;

/** One device's way to the release that it should run. */
final class Update {
    private static final Property TARGET = Resource.DEVICE.require("should_be_running__release");

    /** The first that drops an update under way when the target changes; older ones finish first. */
    private static final NumericVersion FIRST_THAT_CANCELS = new NumericVersion(17, 1, 0);

    private static final Duration ASK_AGAIN = Duration.ofSeconds(15);
    private static final Duration UNTIL_APPLYING = Duration.ofSeconds(5);
    private static final Duration UNTIL_WELL = Duration.ofSeconds(10);
    private static final int PROGRESS_STEPS = 10;

    private final Data data;
    private final Row device;
    private final Habits habits;
    private final Schedule schedule;
    private final Reports reports;
    private final Downloads downloads;
    private final Troubles troubles;
    private final Runnable crash;

    /** The release that it is on its way to, or rejected; null if it is where it should be. */
    private Long target;

    private boolean isUnderWay;

    /** Goes up with each update, which makes void what was planned for the one before. */
    private int number;

    private long downloaded;

    /** @param crash what happens to the device if applying the update breaks it */
    Update(
            Data data,
            Row device,
            Habits habits,
            Schedule schedule,
            Reports reports,
            Downloads downloads,
            Troubles troubles,
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

    /** Compares what it runs with what it should, and begins; returns the trouble that comes of it. */
    Trouble look() {
        Long wanted = (Long) data.value(device, TARGET);
        boolean mustFinish = isUnderWay && !cancels();
        if (!device.is("is_active") || device.is("is_frozen") || mustFinish || Objects.equals(wanted, target)) {
            return Trouble.NONE;
        }
        if (wanted == null || wanted.equals(device.reference("is_running__release"))) {
            cancel();
            return Trouble.NONE;
        }
        return begin(wanted);
    }

    private boolean cancels() {
        return NumericVersion.of(device.text("supervisor_version")).isAtLeast(FIRST_THAT_CANCELS);
    }

    /** What it was on its way to is not wanted any more, and it runs what is. */
    private void cancel() {
        if (target != null) {
            interrupt();
            reports.updateStatus("done");
            reports.progress(null);
        }
    }

    /** Stops where it is; the next look begins anew. */
    void interrupt() {
        number++;
        target = null;
        isUnderWay = false;
    }

    private Trouble begin(long wanted) {
        interrupt();
        target = wanted;
        Trouble trouble = troubles.next(device, wanted);
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

    /** Somebody changes what the device should run, right now. */
    private Trouble change(Trouble trouble) {
        if (trouble.kind() == Trouble.Kind.MOVE) {
            device.set("belongs_to__application", trouble.value()).set("is_pinned_on__release", null);
        } else {
            device.set("is_pinned_on__release", trouble.value());
        }
        interrupt();
        return look();
    }

    private void download(Trouble trouble) {
        Row release = data.find(Resource.RELEASE, target);
        if (release == null) {
            interrupt();
            return;
        }
        OptionalLong bytes = downloads.bytes(device, release);
        if (bytes.isEmpty()) {
            then(ASK_AGAIN, () -> download(trouble));
        } else if (trouble.kind() != Trouble.Kind.STALL) {
            long millis = bytes.getAsLong() * 1000 / habits.bytesPerSecond();
            proceed(trouble, bytes.getAsLong(), Duration.ofMillis(millis / PROGRESS_STEPS), 1);
        }
    }

    private void proceed(Trouble trouble, long bytes, Duration step, int steps) {
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

    private void wait(Trouble trouble) {
        reports.updateStatus("downloaded");
        Duration lock = habits.updateLock();
        if (trouble.kind() == Trouble.Kind.LOCK) {
            if (trouble.value() == 0) {
                return;
            }
            lock = Duration.ofSeconds(trouble.value());
        }
        then(UNTIL_APPLYING.plus(lock), () -> apply(trouble));
    }

    private void apply(Trouble trouble) {
        reports.updateStatus("applying changes");
        if (trouble.kind() == Trouble.Kind.CRASH) {
            then(habits.applying().dividedBy(2), crash);
        } else {
            then(habits.applying(), () -> finish(trouble));
        }
    }

    private void finish(Trouble trouble) {
        long release = target;
        interrupt();
        reports.runs(release);
        reports.updateStatus("done");
        reports.progress(null);
        if (habits.healthTag() != null && trouble.kind() != Trouble.Kind.UNHEALTHY) {
            then(UNTIL_WELL, () -> sayWell(release));
        }
    }

    private void sayWell(long release) {
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

    /** Plans the next step of this update, unless it is interrupted or the device removed before. */
    private void then(Duration in, Runnable what) {
        int current = number;
        schedule.after(in, () -> {
            if (current == number && data.find(Resource.DEVICE, device.id()) == device) {
                what.run();
            }
        });
    }
}
