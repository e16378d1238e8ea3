package io.balena.releaseupdate.cli.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.cli.harness.CommandUnderTest;
import io.balena.releaseupdate.cli.harness.Ended;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A token on the command line, where none belongs: messages end up in the logs of build servers. */
abstract class MisplacedTokenCases {

    private final CommandUnderTest command = CommandUnderTest.get();

    private static final List<String> TOKENS = List.of(
            "sEcrEt0123456789abcdefghijklmnop",
            "SECRETSECRETSECRETSECRETSECRETSE",
            "4f9d8b2a7c6e5f4d3c2b1a0f9e8d7c6b5a4f3e2d1c",
            "eyJhbGciOiJIUzI1NiJ9.eyJpZCI6MSwidXNlcm5hbWUiOiJhbm4ifQ.c2lnbmF0dXJlLW9mLXRoaXM_x-y");

    static Stream<Arguments> places() {
        List<String> places = new ArrayList<>(List.of(
                "SECRET",
                "--token=SECRET",
                "--token SECRET",
                "--api-key=SECRET",
                "--api-key SECRET",
                "--SECRET",
                "-SECRET",
                "-xSECRET",
                "-qSECRET",
                "--sandbox=SECRET",
                "--wait=SECRET",
                "-qSECRET=SECRET",
                "completion SECRET",
                "sandbox --port SECRET",
                "sandbox SECRET",
                "fleet SECRET",
                "fleet acme/kiosk SECRET",
                "fleet acme/kiosk --to-release SECRET",
                "fleet acme/kiosk --min-devices SECRET",
                "fleet acme/kiosk --token=SECRET",
                "status SECRET",
                "status acme/kiosk --until SECRET",
                "status acme/kiosk --devices SECRET",
                "help SECRET",
                "rollout SECRET",
                "rollout acme/kiosk SECRET",
                "rollout acme/kiosk --token SECRET",
                "rollout acme/kiosk --to-release SECRET"));
        for (String option : List.of(
                "--stages",
                "--until-stage",
                "--soak",
                "--device-timeout",
                "--min-failed",
                "--max-failed",
                "--timeout",
                "--undo")) {
            places.add("rollout acme/kiosk --to-release 1 --stages 1% " + option + "=SECRET");
        }
        for (String option : List.of(
                "--from-release",
                "--to-release",
                "--fleet",
                "--timeout",
                "--poll-interval",
                "--retries",
                "--concurrency",
                "--output",
                "--progress",
                "--api-url",
                "--delta-url",
                "--ca-cert",
                "--token-file",
                "--build-time",
                "--device-speed",
                "--fault")) {
            places.add("--from-release 1 --to-release 2 " + option + " SECRET");
            places.add("--from-release 1 --to-release 2 " + option + "=SECRET");
        }
        places.add("--from-release 1 --to-release 2 --api-url https://user:SECRET@example.org");
        places.add("--from-release 1 --to-release 2 --api-url https://SECRET@example.org");
        places.add("--from-release 1 --to-release 2 --delta-url https://SECRET");
        places.add("--sandbox --from-release 1 --to-release 2 --fault any=SECRET");
        return places.stream().flatMap(place -> TOKENS.stream().map(token -> Arguments.of(place, token)));
    }

    @ParameterizedTest
    @MethodSource("places")
    void isNeverShown(String place, String token) {
        String[] arguments = Arrays.stream((place + " --verbose").split(" "))
                .map(argument -> argument.replace("SECRET", token))
                .toArray(String[]::new);
        Ended end = command.run(arguments);
        assertEquals(2, end.exitCode(), end.stderr());
        assertEquals("", end.stdout());
        for (int i = 0; i + 8 <= token.length(); i += 8) {
            assertFalse(end.stderr().contains(token.substring(i, i + 8)), end.stderr());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BALENARC_PROXY",
                "HTTPS_PROXY",
                "BALENARC_API_URL",
                "BALENARC_DELTA_URL",
                "BALENARC_BALENA_URL",
                "BALENARC_DATA_DIRECTORY",
                "NODE_EXTRA_CA_CERTS"
            })
    void isNotShownOfAVariableEither(String variable) {
        for (String token : TOKENS) {
            Ended end = command.run(
                    Map.of(variable, token), "", List.of("--from-release", "1", "--to-release", "2", "--verbose"));
            assertTrue(end.exitCode() == 2 || end.exitCode() == 4, end.stderr());
            assertFalse(end.stderr().contains(token.substring(0, 8)), end.stderr());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sEcrEt0123456789abcdefghijklmnop", "--token=x", "--api-key x", "--timeout sEcrEt0123456789abcd"
            })
    void theMessageSaysWhereATokenBelongs(String arguments) {
        Ended end = command.run(arguments.split(" "));
        assertEquals(2, end.exitCode());
        assertTrue(end.stderr().contains("BALENA_API_KEY"), end.stderr());
        assertTrue(end.stderr().contains("--token-file"), end.stderr());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--token=sEcrEt | --token",
                "--timeout sEcrEt0123456789abcd | --timeout",
                "--from-release abcde | 'abcde'",
                "--fleet kiosk | 'kiosk'",
                "--frm-release 1 | --frm-release",
                "--ca-cert missing.pem --from-release 1 --to-release 2 | missing.pem",
                "--token-file ./missing --from-release 1 --to-release 2 | ./missing",
                "acme/kiosk | acme/kiosk",
                "flet | flet"
            })
    void whatIsClearlyNoTokenIsNamed(String argumentsAndNamed) {
        String[] parts = argumentsAndNamed.split(" \\| ");
        Ended end = command.run(parts[0].split(" "));
        assertEquals(2, end.exitCode());
        assertTrue(end.stderr().contains(parts[1]), end.stderr());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--timeout",
                "--poll-interval",
                "--retries",
                "--concurrency",
                "--build-time",
                "--from-release",
                "--to-release",
                "--fleet"
            })
    void digitsOfOtherScriptsAreNoNumber(String option) {
        for (String number : List.of("٣", "３", "1٣", "𝟛")) {
            Ended end =
                    command.run("--sandbox", "--from-release", "1900101", "--to-release", "1900106", option, number);
            assertEquals(2, end.exitCode(), option + " " + number + ": " + end.stderr());
        }
    }
}
