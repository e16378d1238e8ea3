package io.balena.releaseupdate.output.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.balena.releaseupdate.model.DeltaState;
import io.balena.releaseupdate.model.Preparation;
import io.balena.releaseupdate.model.PreparationEvent;
import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.output.Updates;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlainProgressTest {

    private final ManualTime time = new ManualTime();
    private final StringWriter out = new StringWriter();
    private final Progress progress = new PlainProgress(new PrintWriter(out), 3, time);
    private final DeltaState missing = new DeltaState.Missing();
    private final DeltaState building = new DeltaState.Building(1);

    @Test
    void saysEachChange() {
        ReleaseUpdate update = Updates.with()
                .updated("main", 1, 300 * Updates.MIB, missing)
                .updated("api", 2, 40 * Updates.MIB, missing)
                .update();
        progress.start(List.of(update));
        progress.accept(new PreparationEvent.Requested(Updates.pair(1), 1));
        progress.accept(new PreparationEvent.Requested(Updates.pair(2), 1));
        progress.accept(new PreparationEvent.Changed(Updates.pair(1), missing, building));
        DeltaState failed = new DeltaState.Failed(5, "exit code 1\nat line 7");
        progress.accept(new PreparationEvent.Changed(Updates.pair(2), missing, failed));
        progress.accept(new PreparationEvent.Polled());
        progress.accept(new PreparationEvent.Requested(Updates.pair(2), 2));
        time.pass(Duration.ofSeconds(75));
        DeltaState ready = Updates.finished(24 * Updates.MIB);
        progress.accept(new PreparationEvent.Changed(Updates.pair(1), building, ready));
        DeltaState refused = new DeltaState.Refused("no deltas for this image");
        progress.accept(new PreparationEvent.Changed(Updates.pair(2), failed, refused));
        progress.finish(
                List.of(Updates.with()
                        .updated("main", 1, 300 * Updates.MIB, ready)
                        .updated("api", 2, 40 * Updates.MIB, refused)
                        .update()),
                new Preparation.FailedPermanently(Map.of()));

        assertEquals("""
                preparing deltas: 0 of 2 ready, 2 pending
                main: requested
                api: requested
                main: being built
                api: failed, exit code 1\\nat line 7
                api: requested again (2 of 3)
                main: ready, 24.0 MiB instead of 300.0 MiB
                api: failed, no deltas for this image
                failed permanently after 1 min 15 s: 1 of 2 ready, 1 failed
                """, out.toString());
    }

    @Test
    void givesASignOfLifeAfterAMinuteOfSilence() {
        startWithOneOfEach();
        time.pass(Duration.ofSeconds(59));
        progress.accept(new PreparationEvent.Polled());
        time.pass(Duration.ofSeconds(1));
        progress.accept(new PreparationEvent.Polled());
        time.pass(Duration.ofSeconds(59));
        progress.tick();
        time.pass(Duration.ofSeconds(61));
        progress.tick();
        assertEquals("""
                preparing deltas: 1 of 4 ready, 1 being built, 1 pending, 1 failed
                still waiting after 1 min: 1 of 4 ready, 1 being built, 1 pending, 1 failed
                still waiting after 3 min: 1 of 4 ready, 1 being built, 1 pending, 1 failed
                """, out.toString());
    }

    @Test
    void saysTheSameTroubleOnceUntilAPollGetsThrough() {
        startWithOneOfEach();
        out.getBuffer().setLength(0);
        progress.accept(new PreparationEvent.Requested(Updates.pair(3), 1));
        progress.accept(new PreparationEvent.Trouble("balena answered 503\033[2J"));
        progress.accept(new PreparationEvent.Trouble("connection reset"));
        progress.accept(new PreparationEvent.Trouble("balena answered 503\033[2J"));
        progress.accept(new PreparationEvent.Requested(Updates.pair(3), 1));
        progress.accept(new PreparationEvent.Polled());
        progress.accept(new PreparationEvent.Trouble("connection reset"));
        assertEquals("""
                redis: requested
                balena answered 503\\u001b[2J
                connection reset
                connection reset
                """, out.toString());
    }

    @Test
    void namesAllServicesThatNeedADelta() {
        ReleaseUpdate update = Updates.with()
                .updated("web", 1, 1000, missing)
                .updated("admin", 1, 1000, missing)
                .update();
        progress.start(List.of(update));
        progress.accept(new PreparationEvent.Requested(Updates.pair(1), 1));
        assertEquals("""
                preparing deltas: 0 of 1 ready, 1 pending
                admin, web: requested
                """, out.toString());
    }

    @Test
    void namesTheReleasesOfSeveralUpdates() {
        progress.start(List.of(
                Updates.with()
                        .from(7)
                        .updated("main", 1, 1000, missing)
                        .updated("db", 2, 1000, missing)
                        .update(),
                Updates.with()
                        .from(8)
                        .updated("main", 3, 1000, missing)
                        .updated("db", 2, 1000, missing)
                        .update()));
        progress.accept(new PreparationEvent.Requested(Updates.pair(1), 1));
        progress.accept(new PreparationEvent.Requested(Updates.pair(2), 1));
        progress.accept(new PreparationEvent.Requested(Updates.pair(3), 1));
        assertEquals("""
                preparing deltas: 0 of 3 ready, 3 pending
                main from 7: requested
                db from 7 and 1 more: requested
                main from 8: requested
                """, out.toString());
    }

    @Test
    void saysThatNothingIsToBeDone() {
        ReleaseUpdate update = Updates.with().unchanged("main", 1, 1000).update();
        progress.start(List.of(update));
        progress.finish(List.of(update), new Preparation.Ready(Map.of()));
        assertEquals("""
                preparing deltas: no deltas needed
                done after 0 s: no deltas needed
                """, out.toString());
    }

    @Test
    void doesWithoutUnknownSizesAndDeltas() {
        startWithOneOfEach();
        out.getBuffer().setLength(0);
        progress.accept(new PreparationEvent.Changed(Updates.pair(2), building, Updates.finished(0)));
        progress.accept(new PreparationEvent.Changed(Updates.pair(77), missing, building));
        progress.accept(new PreparationEvent.Requested(Updates.pair(77), 1));
        assertEquals("api: ready\n", out.toString());
    }

    private void startWithOneOfEach() {
        progress.start(List.of(Updates.ofAllKinds()));
    }
}
