package io.balena.releaseupdate.cli.shipped;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.balena.releaseupdate.cli.harness.CommandProcess;
import io.balena.releaseupdate.cli.harness.Ended;
import io.balena.releaseupdate.cli.harness.TestSandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several commands at once, each a process, with the session of one user. */
class SharedSessionIT {

    private static final List<String> SHOP = List.of("--from-release", "1900102", "--to-release", "1900106");

    @TempDir
    Path home;

    @Test
    void twoCommandsThatRenewTheSessionAtOnceLeaveAValidOne() throws Exception {
        try (TestSandbox sandbox = TestSandbox.start()) {
            Path session = writeOldSession(sandbox);
            Map<String, String> variables = Map.of(
                    "BALENARC_API_URL", sandbox.sandbox.url().toString(),
                    "BALENARC_DELTA_URL", sandbox.sandbox.url().toString());

            List<CommandProcess> commands = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                commands.add(CommandProcess.start(home, variables, SHOP));
            }
            for (CommandProcess command : commands) {
                Ended end = command.end();
                assertEquals(0, end.exitCode(), end.stderr());
                assertEquals(1, end.stderr().split("chmod 600", -1).length - 1, end.stderr());
            }

            assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(session)));
            try (Stream<Path> files = Files.list(session.getParent())) {
                assertEquals(List.of(session), files.toList());
            }
            long renewals = sandbox.requests("/user/v1/refresh-token");
            assertEquals(0, CommandProcess.run(home, variables, SHOP).exitCode());
            assertEquals(renewals, sandbox.requests("/user/v1/refresh-token"), "the session is young now");
        }
    }

    private Path writeOldSession(TestSandbox sandbox) throws IOException {
        Instant now = Instant.now();
        Path session = Files.createDirectories(home.resolve(".balena")).resolve("token");
        Files.writeString(
                session,
                sandbox.sandbox.sessionToken(now.minus(Duration.ofHours(30)), now.plus(Duration.ofHours(100))));
        return Files.setPosixFilePermissions(session, PosixFilePermissions.fromString("rw-r-----"));
    }
}
