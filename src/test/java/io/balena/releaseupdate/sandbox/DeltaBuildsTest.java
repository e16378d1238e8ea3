package io.balena.releaseupdate.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.sandbox.data.RefusedException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeltaBuildsTest {
    private final MovableClock clock = new MovableClock();
    private final World world = World.empty()
            .fleet(1, "org/one")
            .release(10, 1, "aa")
            .release(11, 1, "bb")
            .image(100, "success", "registry/v2/a", "sha256:a", 1000L)
            .image(101, "success", "registry/v2/b", "sha256:b", 100_000_000L)
            .image(102, "success", "registry/v2/c", "sha256:c", 1000L)
            .contain(10, "main", 100)
            .contain(11, "main", 101)
            .contain(11, "db", 102);

    private DeltaBuilds builds(String... faults) {
        return new DeltaBuilds(
                world.data(),
                clock,
                Duration.ofSeconds(10),
                new FaultPlan(List.of(faults).stream().map(Fault::parse).toList()));
    }

    @Test
    void takesItsTime() {
        DeltaBuilds builds = builds();
        long delta = builds.request(100, 101);
        assertEquals("running", builds.state(delta).status());

        clock.advance(Duration.ofSeconds(9));
        assertEquals(delta, builds.request(100, 101), "joins the build");
        assertEquals("running", builds.state(delta).status());
        assertEquals(clock.instant(), world.get("delta", delta, "update_timestamp"));

        clock.advance(Duration.ofSeconds(1));
        DeltaBuilds.State done = builds.state(delta);
        assertEquals("success", done.status());
        assertTrue(done.location().matches("registry/v2/b:delta-[0-9a-f]{16}"), done.location());
        long size = (Long) world.get("delta", delta, "size");
        assertTrue(size >= 1_000_000 && size <= 12_000_000, "1 to 12 % of the target: " + size);
        assertEquals(delta, builds.request(100, 101), "is there already");
    }

    @Test
    void startsAgainAfterAFailure() {
        DeltaBuilds builds = builds("build/main=fail*1");
        long failed = builds.request(100, 101);
        clock.advance(Duration.ofSeconds(10));
        assertEquals("failed", builds.state(failed).status());
        assertEquals("The sandbox was told to fail this build", world.get("delta", failed, "error_message"));
        assertNull(world.get("delta", failed, "size"));

        long second = builds.request(100, 101);
        assertNotEquals(failed, second);
        clock.advance(Duration.ofSeconds(10));
        assertEquals("success", builds.state(second).status());
    }

    @Test
    void startsAgainOnceABuildIsStale() {
        DeltaBuilds builds = builds("build=stuck*1");
        long stuck = builds.request(100, 101);
        clock.advance(Duration.ofSeconds(179));
        assertEquals(stuck, builds.request(100, 101));
        clock.advance(Duration.ofSeconds(1));
        assertEquals("running", builds.state(stuck).status());
        assertNotEquals(stuck, builds.request(100, 101));
    }

    @Test
    void countsFaultsForEachPair() {
        DeltaBuilds builds = builds("build=fail*1");
        long there = builds.request(100, 101);
        long back = builds.request(101, 100);
        clock.advance(Duration.ofSeconds(10));
        assertEquals("failed", builds.state(there).status());
        assertEquals("failed", builds.state(back).status());
    }

    @Test
    void sparesOtherServices() {
        DeltaBuilds builds = builds("build/db=fail");
        long delta = builds.request(100, 101);
        clock.advance(Duration.ofSeconds(10));
        assertEquals("success", builds.state(delta).status());
    }

    @Test
    void letsATestDecideOtherwise() {
        DeltaBuilds builds = builds();
        long failed = builds.request(100, 101);
        world.set("delta", failed, "status", "failed");
        clock.advance(Duration.ofSeconds(10));
        assertEquals("failed", builds.state(failed).status());

        long removed = builds.request(100, 101);
        world.remove("delta", removed);
        assertEquals("gone", builds.state(removed).status());
    }

    @Test
    void joinsSomebodyElsesBuildUntilItIsStale() {
        world.delta(500, 100, 101, 3, "running", null, null, null, clock.instant());
        assertEquals(500, builds().request(100, 101));
        clock.advance(Duration.ofMinutes(3));
        assertEquals(501, builds().request(100, 101));
    }

    @Test
    void refusesPairsThatMakeNoDelta() {
        assertRefused(400, "src and dest must differ", 100, 100);
        assertRefused(404, "image 999 not found", 100, 999);
        assertRefused(400, "src and dest must be images of the same service", 100, 102);
        assertEquals(List.of(), world.ids("delta"));
    }

    private void assertRefused(int status, String message, long from, long to) {
        RefusedException refused = assertThrows(RefusedException.class, () -> builds().request(from, to));
        assertEquals(status, refused.status());
        assertEquals(message, refused.getMessage());
    }
}
