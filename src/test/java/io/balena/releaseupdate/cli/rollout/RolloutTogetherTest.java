package io.balena.releaseupdate.cli.rollout;

import static io.balena.releaseupdate.cli.rollout.RolloutWorld.FLEET;
import static io.balena.releaseupdate.cli.rollout.RolloutWorld.ORIGIN;
import static io.balena.releaseupdate.cli.rollout.RolloutWorld.TARGET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.cli.harness.CommandUnderTest;
import io.balena.releaseupdate.cli.harness.Ended;
import io.balena.releaseupdate.cli.harness.TestSandbox;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several processes do something about the same roll-out at the same time. */
@QuarkusTest
class RolloutTogetherTest {

    private final CommandUnderTest command = CommandUnderTest.hurried();
    private final RolloutWorld fleet = new RolloutWorld(12);
    private final Map<Long, Long> pins = fleet.pins();

    @Test
    void threeAtOnceReachTheEnd() {
        try (TestSandbox sandbox = fleet.start()) {
            List<CompletableFuture<Ended>> all = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                all.add(CompletableFuture.supplyAsync(() -> run(sandbox, "--stages", "2,50%")));
            }

            all.forEach(one -> assertEquals(0, one.join().exitCode(), one.join()::stderr));
            assertEquals(OptionalLong.of(TARGET), fleet.world().pinnedRelease(FLEET));
            assertEquals(pins, fleet.pins());
        }
    }

    /** @param write the undo begins when this write arrives */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 13})
    void anUndoAtTheSameTimeWins(int write) throws Exception {
        try (TestSandbox sandbox = fleet.start()) {
            CountDownLatch writes = new CountDownLatch(write);
            sandbox.sandbox.beforeEach(request -> {
                if (!request.method().equals("GET")) {
                    writes.countDown();
                }
            });
            var forward = CompletableFuture.supplyAsync(() -> run(sandbox, "--stages", "2,50%"));
            writes.await();
            Ended undone = run(sandbox, "--undo");

            boolean wasThere = undone.exitCode() == 0;
            assertTrue(wasThere || undone.exitCode() == 5 && write <= 2, undone::stderr);
            int end = forward.join().exitCode();
            if (wasThere) {
                assertTrue(Set.of(0, 9).contains(end), forward.join()::stderr);
                assertEquals(OptionalLong.of(ORIGIN), fleet.world().pinnedRelease(FLEET));
            }
            assertEquals(pins, fleet.pins());
        }
    }

    private Ended run(TestSandbox sandbox, String... options) {
        List<String> arguments =
                new ArrayList<>(List.of("rollout", "acme/kiosk", "--to-release", "2.0.0", "--poll-interval", "1"));
        arguments.addAll(List.of(options));
        return command.run(sandbox.arguments(arguments.toArray(String[]::new)));
    }
}
