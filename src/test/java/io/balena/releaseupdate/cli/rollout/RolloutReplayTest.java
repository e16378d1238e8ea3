package io.balena.releaseupdate.cli.rollout;

import static io.balena.releaseupdate.cli.rollout.RolloutWorld.FLEET;
import static io.balena.releaseupdate.cli.rollout.RolloutWorld.ORIGIN;
import static io.balena.releaseupdate.cli.rollout.RolloutWorld.TARGET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.cli.harness.CommandUnderTest;
import io.balena.releaseupdate.cli.harness.Ended;
import io.balena.releaseupdate.cli.harness.TestSandbox;
import io.balena.releaseupdate.sandbox.SandboxRequest;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/**
 * All pins that a process has sent arrive once more, byte for byte, when they are wanted no more: as they would if a proxy
 * had kept them for hours.
 */
@QuarkusTest
class RolloutReplayTest {

    private final CommandUnderTest command = CommandUnderTest.hurried();
    private final RolloutWorld fleet = new RolloutWorld(12);
    private final Map<Long, Long> pins = fleet.pins();

    @Test
    void noPinOfARollOutHoldsAfterItsUndo() throws Exception {
        try (TestSandbox sandbox = fleet.start()) {
            List<SandboxRequest> sent = pinsOf(sandbox, "--stages", "3");
            run(sandbox, "--undo");

            replay(sandbox, sent);

            assertEquals(OptionalLong.of(ORIGIN), fleet.world().pinnedRelease(FLEET));
            assertEquals(pins, fleet.pins());
        }
    }

    @Test
    void noPinOfAnUndoHoldsInTheNextAttempt() throws Exception {
        try (TestSandbox sandbox = fleet.start()) {
            List<SandboxRequest> first = pinsOf(sandbox, "--stages", "3");
            List<SandboxRequest> undo = pinsOf(sandbox, "--undo");
            run(sandbox, "--stages", "3", "--until-stage", "3");
            long pinned = fleet.pinnedToTarget();
            assertEquals(4, pinned);

            replay(sandbox, undo);
            replay(sandbox, first);

            assertEquals(OptionalLong.of(ORIGIN), fleet.world().pinnedRelease(FLEET));
            assertEquals(pinned, fleet.pinnedToTarget());

            run(sandbox);
            replay(sandbox, undo);
            replay(sandbox, first);

            assertEquals(OptionalLong.of(TARGET), fleet.world().pinnedRelease(FLEET));
            assertEquals(pins, fleet.pins());
        }
    }

    private List<SandboxRequest> pinsOf(TestSandbox sandbox, String... options) {
        sandbox.sandbox.clearRequests();
        run(sandbox, options);
        List<SandboxRequest> sent = sandbox.requests().stream()
                .filter(request -> request.method().equals("PATCH"))
                .toList();
        assertTrue(sent.stream().anyMatch(request -> request.path().startsWith("/v7/application(")), sent::toString);
        return sent;
    }

    private void run(TestSandbox sandbox, String... options) {
        List<String> arguments =
                new ArrayList<>(List.of("rollout", "acme/kiosk", "--to-release", "2.0.0", "--poll-interval", "1"));
        arguments.addAll(List.of(options));
        Ended ended = command.run(sandbox.arguments(arguments.toArray(String[]::new)));
        assertEquals(0, ended.exitCode(), ended::stderr);
    }

    private static void replay(TestSandbox sandbox, List<SandboxRequest> requests) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        for (SandboxRequest request : requests) {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create(sandbox.sandbox.url() + request.uri()))
                            .header("Authorization", "Bearer " + sandbox.sandbox.token())
                            .header("Content-Type", "application/json")
                            .method("PATCH", HttpRequest.BodyPublishers.ofString(request.body()))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertEquals(200, response.statusCode(), response::body);
        }
    }
}
