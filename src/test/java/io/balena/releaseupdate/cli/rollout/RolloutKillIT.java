package io.balena.releaseupdate.cli.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.balena.releaseupdate.cli.harness.CommandProcess;
import io.balena.releaseupdate.cli.harness.Ended;
import io.balena.releaseupdate.cli.harness.Executable;
import io.balena.releaseupdate.cli.harness.SideBySide;
import io.balena.releaseupdate.cli.harness.TestSandbox;
import io.balena.releaseupdate.sandbox.SandboxRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * A roll-out whose process is killed at each of its requests, and started again, comes to the same end as an undisturbed
 * one. At no moment does one of its devices have another target than the origin or the release.
 */
@Tag(Executable.TAG)
class RolloutKillIT {

    private static final int DEVICES = 6;

    /** A virtual machine takes a second or more to start: there, one of so many requests is enough. */
    private static final int STEP =
            System.getProperty(CommandProcess.PROGRAM, "").endsWith(".jar") ? 12 : 1;

    /** When the process is killed: its request was never carried out, or it was, and the answer did not arrive. */
    private enum Moment {
        BEFORE,
        AFTER
    }

    private static List<SandboxRequest> requestsOfUndisturbed() throws Exception {
        try (Scene scene = new Scene()) {
            Ended ended = scene.start().end();
            assertEquals(0, ended.exitCode(), ended::stderr);
            scene.assertDone();
            return scene.sandbox.requests();
        }
    }

    @TestFactory
    List<DynamicTest> continuesAfterItWasKilledAtAnyRequest() throws Exception {
        SideBySide cases = new SideBySide();
        List<DynamicTest> tests = new ArrayList<>();
        List<SandboxRequest> requests = requestsOfUndisturbed();
        assertTrue(requests.size() > 20, "requests were counted");
        for (int i = 0; i < requests.size(); i += STEP) {
            for (Moment moment : moments(requests.get(i))) {
                int number = i + 1;
                SideBySide.Result<Void> result = cases.add(() -> killAndContinue(number, moment));
                tests.add(dynamicTest(moment + " request " + number, result::get));
            }
        }
        return tests;
    }

    /** Whether a read was carried out makes no difference. */
    private static List<Moment> moments(SandboxRequest request) {
        boolean isRead = request.method().equals("GET") && !request.path().equals("/api/v3/delta");
        return isRead ? List.of(Moment.BEFORE) : List.of(Moment.values());
    }

    private static Void killAndContinue(int number, Moment moment) throws Exception {
        try (Scene scene = new Scene()) {
            scene.killAt(number, moment);
            scene.start().end();
            // It may have ended before, since the number of requests depends on how fast things go.
            scene.killNoMore();
            Ended ended = scene.start().end();
            assertEquals(0, ended.exitCode(), ended::output);
            scene.assertDone();
        }
        return null;
    }

    /** A fleet, a sandbox, and processes that roll out to it. */
    private static final class Scene implements AutoCloseable {

        private final RolloutWorld fleet = new RolloutWorld(DEVICES);
        private final Map<Long, Long> pins = fleet.pins();
        private final TestSandbox sandbox = fleet.start();
        private final Path home = Files.createTempDirectory("home");
        private final AtomicReference<CommandProcess> process = new AtomicReference<>();
        private final List<String> violations = new ArrayList<>();
        private final AtomicInteger arrived = new AtomicInteger();
        private volatile int killedAt;
        private volatile Moment moment = Moment.BEFORE;

        Scene() throws Exception {
            sandbox.sandbox.beforeEach(request -> arrived(request, Moment.BEFORE));
            sandbox.sandbox.afterEach(request -> arrived(request, Moment.AFTER));
        }

        void killAt(int number, Moment when) {
            killedAt = number;
            moment = when;
        }

        void killNoMore() {
            killedAt = 0;
        }

        CommandProcess start() throws Exception {
            process.set(CommandProcess.start(
                    home,
                    Map.of(),
                    List.of(sandbox.arguments(
                            "rollout",
                            "acme/kiosk",
                            "--to-release",
                            "2.0.0",
                            "--stages",
                            "2",
                            "--soak",
                            "0",
                            "--poll-interval",
                            "1"))));
            return process.get();
        }

        private void arrived(SandboxRequest request, Moment now) {
            if (now == Moment.AFTER) {
                watchTargets(request);
            }
            int number = now == Moment.BEFORE ? arrived.incrementAndGet() : arrived.get();
            // Requests overlap while deltas are built.
            if (killedAt > 0 && number >= killedAt && now == moment) {
                killedAt = 0;
                process.get().kill();
                if (now == Moment.BEFORE) {
                    throw new IllegalStateException("its sender was killed: it never arrived");
                }
            }
        }

        private void watchTargets(SandboxRequest request) {
            if (request.method().equals("PATCH")) {
                fleet.pins().forEach((device, pin) -> {
                    boolean isOurs = pins.get(device) == 0;
                    if (isOurs ? pin != 0 && pin != RolloutWorld.TARGET : !pin.equals(pins.get(device))) {
                        violations.add("device " + device + " is pinned to " + pin + " after " + request.uri());
                    }
                });
            }
        }

        void assertDone() {
            assertEquals(List.of(), violations);
            assertEquals(OptionalLong.of(RolloutWorld.TARGET), fleet.world().pinnedRelease(RolloutWorld.FLEET));
            assertEquals(pins, fleet.pins());
        }

        @Override
        public void close() throws Exception {
            sandbox.close();
            Files.deleteIfExists(home);
        }
    }
}
