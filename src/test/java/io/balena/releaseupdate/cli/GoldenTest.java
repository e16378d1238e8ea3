package io.balena.releaseupdate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.quarkus.test.junit.main.LaunchResult;
import io.quarkus.test.junit.main.QuarkusMainLauncher;
import io.quarkus.test.junit.main.QuarkusMainTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the npm tool printed, case by case, from the answers that it got. */
@QuarkusMainTest
class GoldenTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "info-commit-full",
                "info-commit-short",
                "info-ids-1svc-none",
                "info-ids-1svc-running",
                "info-ids-1svc-success",
                "info-ids-3svc",
                "info-new-service",
                "prepare-3svc-none-504",
                "prepare-ready",
                "wait-ready-1svc",
            })
    void printsTheSameDocument(String name, QuarkusMainLauncher launcher) throws IOException {
        RecordedCase recorded = RecordedCase.read(name);
        LaunchResult result = replay(recorded, launcher);
        assertEquals(0, recorded.exitCode());
        assertEquals(0, result.exitCode(), result::getErrorOutput);
        assertEquals(recorded.stdout(), result.getOutput() + "\n");
    }

    @ParameterizedTest
    @CsvSource({
        "api-nonjson, 7",
        "args-none, 2",
        "args-unknown, 2",
        "err-ambiguous, 5",
        "err-api-429, 7",
        "err-image-empty, 5",
        "err-other-app, 5",
        "err-release-empty-id, 5",
    })
    void failsWhereTheNpmToolFailedAndSaysHow(String name, int exitCode, QuarkusMainLauncher launcher)
            throws IOException {
        RecordedCase recorded = RecordedCase.read(name);
        LaunchResult result = replay(recorded, launcher);
        assertNotEquals(0, recorded.exitCode());
        assertEquals(exitCode, result.exitCode(), result::getErrorOutput);
        assertEquals("", result.getOutput());
    }

    @Test
    void doesNotAskWithoutAToken(QuarkusMainLauncher launcher) throws IOException {
        RecordedCase recorded = RecordedCase.read("err-nologin-401");
        LaunchResult result = replay(recorded, launcher, "");
        assertNotEquals(0, recorded.exitCode());
        assertEquals(4, result.exitCode(), result::getErrorOutput);
    }

    /** The differences that the README lists: what the npm tool got wrong. */
    @ParameterizedTest
    @CsvSource({
        "info-same-hash, 0, ready",
        "same-release, 0, ready",
        "prepare-failed-status, 0, failed",
        "wait-timeout5, 124, pending",
    })
    void differsWhereTheNpmToolIsWrong(String name, int exitCode, String status, QuarkusMainLauncher launcher)
            throws IOException {
        LaunchResult result = replay(RecordedCase.read(name), launcher);
        assertEquals(exitCode, result.exitCode(), result::getErrorOutput);
        assertEquals(
                status,
                RecordedCase.parseJson(result.getOutput())
                        .path("overall_status")
                        .asText());
    }

    private LaunchResult replay(RecordedCase recorded, QuarkusMainLauncher launcher) throws IOException {
        return replay(recorded, launcher, "testapikey0123456789abcdef");
    }

    private LaunchResult replay(RecordedCase recorded, QuarkusMainLauncher launcher, String apiKey) throws IOException {
        Path token = Files.writeString(folder.resolve("token"), apiKey);
        try (ReplayServer server = new ReplayServer(recorded)) {
            List<String> arguments = new ArrayList<>(recorded.arguments());
            arguments.addAll(List.of("--api-url", server.url(), "--delta-url", server.url()));
            arguments.addAll(List.of("--token-file", token.toString()));
            return launcher.launch(arguments.toArray(String[]::new));
        }
    }
}
