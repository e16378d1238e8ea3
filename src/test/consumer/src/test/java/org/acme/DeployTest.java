package org.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.sandbox.Sandbox;
import io.balena.releaseupdate.sandbox.SandboxOptions;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.main.LaunchResult;
import io.quarkus.test.junit.main.QuarkusMainLauncher;
import io.quarkus.test.junit.main.QuarkusMainTest;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusMainTest
@QuarkusTestResource(DeployTest.Balena.class)
class DeployTest {

    @Test
    void describesAndPrepares(QuarkusMainLauncher launcher) {
        LaunchResult result = launcher.launch("1900102", "1900106");
        assertEquals(0, result.exitCode(), result::getErrorOutput);
        assertTrue(result.getOutput().contains("main: PENDING"), result::getOutput);
        assertTrue(result.getOutput().contains("164023300 bytes per device"), result::getOutput);
        assertTrue(result.getErrorOutput().contains("Polled"), result::getErrorOutput);
    }

    /** The library brings neither its commands nor what they are made with. */
    @Test
    void getsNoCommands() {
        assertThrows(ClassNotFoundException.class, () -> Class.forName("io.balena.releaseupdate.cli.Main"));
        assertThrows(ClassNotFoundException.class, () -> Class.forName("picocli.CommandLine"));
    }

    public static final class Balena implements QuarkusTestResourceLifecycleManager {
        private final Vertx vertx = Vertx.vertx();

        @Override
        public Map<String, String> start() {
            Sandbox sandbox = Sandbox.start(vertx, SandboxOptions.defaults().withBuildTime(Duration.ofMillis(300)));
            String url = sandbox.url().toString();
            return Map.of(
                    "balena-release-update.api-url", url,
                    "balena-release-update.delta-url", url,
                    "balena-release-update.token", sandbox.token());
        }

        @Override
        public void stop() {
            vertx.close();
        }
    }
}
