package io.balena.releaseupdate.cli.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.balena.releaseupdate.cli.harness.CommandUnderTest;
import io.balena.releaseupdate.cli.harness.Ended;
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
abstract class GoldenCases {

    private final CommandUnderTest command = CommandUnderTest.hurried();

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
    void printsTheSameDocument(String name) throws IOException {
        RecordedCase recorded = RecordedCase.read(name);
        Ended result = replay(recorded);
        assertEquals(0, recorded.exitCode());
        assertEquals(0, result.exitCode(), result::stderr);
        assertEquals(recorded.stdout(), result.stdout());
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
    void failsWhereTheNpmToolFailedAndSaysHow(String name, int exitCode) throws IOException {
        RecordedCase recorded = RecordedCase.read(name);
        Ended result = replay(recorded);
        assertNotEquals(0, recorded.exitCode());
        assertEquals(exitCode, result.exitCode(), result::stderr);
        assertEquals("", result.stdout());
    }

    @Test
    void doesNotAskWithoutAToken() throws IOException {
        RecordedCase recorded = RecordedCase.read("err-nologin-401");
        Ended result = replay(recorded, "");
        assertNotEquals(0, recorded.exitCode());
        assertEquals(4, result.exitCode(), result::stderr);
    }

    /** The differences that docs/differences.md lists: what the npm tool got wrong. */
    @ParameterizedTest
    @CsvSource({
        "info-same-hash, 0, ready",
        "same-release, 0, ready",
        "prepare-failed-status, 0, failed",
        "wait-timeout5, 124, pending",
    })
    void differsWhereTheNpmToolIsWrong(String name, int exitCode, String status) throws IOException {
        Ended result = replay(RecordedCase.read(name));
        assertEquals(exitCode, result.exitCode(), result::stderr);
        assertEquals(
                status,
                RecordedCase.parseJson(result.stdout()).path("overall_status").asText());
    }

    private Ended replay(RecordedCase recorded) throws IOException {
        return replay(recorded, "testapikey0123456789abcdef");
    }

    private Ended replay(RecordedCase recorded, String apiKey) throws IOException {
        Path token = Files.writeString(folder.resolve("token"), apiKey);
        try (ReplayServer server = new ReplayServer(recorded)) {
            List<String> arguments = new ArrayList<>(recorded.arguments());
            arguments.addAll(List.of("--api-url", server.url(), "--delta-url", server.url()));
            arguments.addAll(List.of("--token-file", token.toString()));
            return command.run(arguments.toArray(String[]::new));
        }
    }
}
