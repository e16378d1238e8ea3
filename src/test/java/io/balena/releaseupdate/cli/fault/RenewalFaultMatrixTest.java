package io.balena.releaseupdate.cli.fault;

import static io.balena.releaseupdate.cli.fault.FaultyWait.LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.balena.releaseupdate.cli.fault.FaultyWait.End;
import io.balena.releaseupdate.cli.fault.FaultyWait.Expected;
import io.balena.releaseupdate.cli.harness.TestSandbox;
import io.balena.releaseupdate.cli.harness.TimeLapse;
import io.balena.releaseupdate.cloud.BalenaCloud;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.sandbox.SandboxOptions;
import io.balena.releaseupdate.settings.Session;
import io.balena.releaseupdate.settings.TokenSources;
import io.quarkus.test.junit.QuarkusTest;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One fault of every kind at the renewal of the session, once and permanently. */
@QuarkusTest
class RenewalFaultMatrixTest {

    private static final String REFRESH = "/user/v1/refresh-token";

    @TempDir
    static Path folder;

    /** A session older than a day is renewed first; where that can't be, it is used as it is, for it is valid still. */
    static final String[] FAULTS = {
        "429/0,      0:2, 0:3",
        "500,        0:2, 0:3",
        "502,        0:2, 0:3",
        "503,        0:2, 0:3",
        "504,        0:2, 0:3",
        "425,        0:2, 0:3",
        "408,        0:2, 0:3",
        "reset,      0:2, 0:3",
        "truncate,   0:2, 0:3",
        "hang,       0:2, 0:3",
        "slow/0.1,   0:1, 0:1",
        "429/9,      0:1, 0:1",
        "400,        0:1, 0:1",
        "403,        0:1, 0:1",
        "404,        0:1, 0:1",
        "html,       0:1, 0:1",
        "garbage,    0:1, 0:1",
        "empty,      0:1, 0:1",
        "wrong-type, 0:1, 0:1",
        "redirect,   0:1, 0:1",
        "401,        4:1, 4:1",
        "expired,    4:1, 4:1",
    };

    @ParameterizedTest
    @MethodSource
    void atTheRenewalOfTheSession(FaultTable.Row row) {
        row.check();
    }

    static List<FaultTable.Row> atTheRenewalOfTheSession() {
        List<String> times = List.of("*1", "");
        return FaultTable.rows(
                FAULTS,
                (kind, column, expected) ->
                        checkRenewal(new Expected(expected), "refresh=" + kind + times.get(column), LONG));
    }

    @Test
    void theRenewalOfTheSessionKeepsTheDeadline() throws Exception {
        checkRenewal(new Expected("124:1"), "refresh=hang", Duration.ofMillis(600));
    }

    private static void checkRenewal(Expected expected, String fault, Duration timeout) throws Exception {
        Instant now = Instant.now();
        SandboxOptions options =
                SandboxOptions.defaults().withBuildTime(Duration.ofMillis(50)).withFaults(fault);
        try (TestSandbox sandbox = TestSandbox.start(options)) {
            String old = sandbox.sandbox.sessionToken(now.minus(Duration.ofHours(30)), now.plus(Duration.ofHours(9)));
            Path data = Files.createTempDirectory(folder, "data");
            Files.writeString(data.resolve("token"), old);
            TokenSources sources =
                    new TokenSources(Optional.empty(), Map.of(), Optional.of(data), InputStream.nullInputStream());
            Session session = Session.open(sources, Clock.systemUTC(), warning -> {}, Deadline.never());
            AtomicBoolean hasDocument = new AtomicBoolean();
            BalenaCloud cloud = FaultyWait.connection(sandbox.sandbox, FaultyWait.timeouts(fault))
                    .open(session);
            TimeLapse clock = new TimeLapse(expected.speed());
            int exitCode = FaultyWait.run(cloud, clock, timeout, hasDocument, event -> {});
            assertEquals(0, sandbox.sandbox.redirectedRequests().size(), "redirects are not followed");
            boolean isDescribed = expected.exitCode() == 0;
            expected.check(fault, isDescribed, new End(exitCode, hasDocument.get(), sandbox.requests(REFRESH)));
        }
    }
}
