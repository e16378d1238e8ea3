package io.balena.releaseupdate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.balena.releaseupdate.cli.golden.RecordedCase;
import io.balena.releaseupdate.cli.harness.CommandUnderTest;
import io.balena.releaseupdate.cli.harness.Ended;
import io.balena.releaseupdate.cli.harness.TestSandbox;
import io.balena.releaseupdate.sandbox.SandboxOptions;
import io.balena.releaseupdate.sandbox.StandardWorld;
import io.balena.releaseupdate.sandbox.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code fleet --pin --follow} as a user runs it. */
abstract class FollowCases {

    private final CommandUnderTest command = CommandUnderTest.get();
    private final CommandUnderTest hurried = CommandUnderTest.hurried();

    @Test
    void aPinIsFollowedUntilDevicesAreUpdated() throws Exception {
        SandboxOptions options =
                SandboxOptions.defaults().withBuildTime(Duration.ofMillis(100)).withDeviceSpeed(3_000);
        try (TestSandbox sandbox = TestSandbox.start(options)) {
            Ended end = hurried.run(sandbox.arguments(
                    "fleet", "sandbox/shop", "--to-release", "2.0.0", "--pin", "--until", "1", "--timeout", "1000"));

            assertEquals(0, end.exitCode(), end.output());
            JsonNode document = RecordedCase.parseJson(end.stdout());
            assertEquals("pinned", document.path("pin").path("status").asText());
            JsonNode status = document.path("status");
            assertEquals("2.0.0", status.path("release").path("raw_version").asText());
            assertTrue(status.path("device_count_updated").asLong() >= 1, end.stdout());
            assertTrue(end.stderr().contains("Fleet sandbox/shop is pinned to 2.0.0"), end.stderr());
            assertTrue(end.stderr().contains("watching devices: "), end.stderr());
            Ended table = hurried.run(sandbox.arguments(
                    "fleet", "sandbox/shop", "--to-release", "2.0.0", "--pin", "--until", "1", "-o", "table"));
            assertEquals(0, table.exitCode(), table.output());
            assertTrue(table.stdout().contains("was pinned to 2.0.0 (f5ee689) already"), table.stdout());
            assertTrue(table.stdout().contains("\nProgress: "), table.stdout());
            assertEquals(
                    1,
                    sandbox.requests().stream()
                            .filter(request -> request.method().equals("PATCH"))
                            .count());
        }
    }

    @Test
    void whatDevicesReportedBeforeThePinCountsForNothing() throws Exception {
        World world = StandardWorld.create();
        for (long device : world.ids("device")) {
            world.set("device", device, "update_status", "rejected")
                    .set(
                            "device",
                            device,
                            "last_update_status_event",
                            Instant.now().minus(Duration.ofHours(1)));
        }
        SandboxOptions options = SandboxOptions.defaults()
                .withWorld(world)
                .withBuildTime(Duration.ofMillis(100))
                .withDeviceSpeed(0.001);
        try (TestSandbox sandbox = TestSandbox.start(options)) {
            Ended end = hurried.run(sandbox.arguments(
                    "fleet", "sandbox/shop", "--to-release", "2.0.0", "--pin", "--follow", "--timeout", "8"));
            Ended later = hurried.run(sandbox.arguments("status", "sandbox/shop"));

            assertEquals(124, end.exitCode(), end.output());
            JsonNode status = RecordedCase.parseJson(end.stdout()).path("status");
            assertEquals(0, status.path("device_count_rejected").asLong(-1), end.stdout());
            assertTrue(
                    RecordedCase.parseJson(later.stdout())
                                    .path("device_count_rejected")
                                    .asLong()
                            > 0,
                    "balena does not say when the fleet was pinned");
        }
    }

    @Test
    void aFleetThatIsNotPinnedIsNotFollowed() throws Exception {
        SandboxOptions options =
                SandboxOptions.defaults().withBuildTime(Duration.ofMillis(100)).withFaults("pin=refused");
        try (TestSandbox sandbox = TestSandbox.start(options)) {
            Ended end = hurried.run(
                    sandbox.arguments("fleet", "sandbox/shop", "--to-release", "2.0.0", "--pin", "--follow"));

            assertEquals(5, end.exitCode(), end.output());
            assertTrue(RecordedCase.parseJson(end.stdout()).path("status").isMissingNode(), end.stdout());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--follow", "--until 95%", "--pin --devices 3", "--pin --follow --devices -1", "--pin --until 0%"
            })
    void followingNeedsAPin(String options) throws Exception {
        try (TestSandbox sandbox = TestSandbox.start()) {
            List<String> arguments = new ArrayList<>(List.of("fleet", "sandbox/shop", "--to-release", "2.0.0"));
            arguments.addAll(List.of(options.split(" ")));
            Ended end = command.run(sandbox.arguments(arguments.toArray(String[]::new)));

            assertEquals(2, end.exitCode(), end.output());
            assertEquals(List.of(), sandbox.requests());
        }
    }
}
