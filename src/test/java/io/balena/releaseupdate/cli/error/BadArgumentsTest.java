package io.balena.releaseupdate.cli.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.cli.BareCommand;
import io.balena.releaseupdate.cli.harness.Ended;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadArgumentsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "acme/kiosk | Did you mean `fleet acme/kiosk`?",
                "acme/kiosk --to-release 1.5.0 --pin | Did you mean `fleet acme/kiosk`?",
                "acme/kiosk --to-release latest | Did you mean `fleet acme/kiosk`?",
                "--to-release 1.5.0 --pin | --pin. It belongs to `fleet`.",
                "--pin acme/kiosk | It belongs to `fleet`.",
                "--online-only=true | It belongs to `fleet`.",
                "--until 95% | It belongs to `fleet` and `status`.",
                "--devices 3 | It belongs to `fleet` and `status`.",
                "--stages 1% | It belongs to `rollout`.",
                "--port 0 | It belongs to `sandbox`.",
                "status acme/kiosk --pin | It belongs to `fleet`.",
                "fleet acme/kiosk --from-release 1 | It belongs to the main command.",
                "--form-release 1 | Did you mean --from-release?",
                "--from-relese=1 --to-release 2 | Did you mean --from-release?",
                "fleet acme/kiosk --to-relase 2 | Did you mean --to-release?",
                "fleet acme/kiosk --form-release 2 | Did you mean --from-release? It belongs to the main command.",
                "status acme/kiosk --prepare | It belongs to `fleet` and the main command.",
                "rollout acme/kiosk --wait | It belongs to `fleet`, `status` and the main command.",
                "sandbox --stagse 1% | Did you mean --stages? It belongs to `rollout`.",
                "--poll-intervall 3 | Did you mean --poll-interval?",
                "flet | Did you mean `fleet`?",
                "statsu acme/kiosk | Did you mean `status`?"
            })
    void whatWasMeantIsSuggested(String arguments, String suggestion) {
        Ended end = BareCommand.run(arguments);
        assertEquals(2, end.exitCode());
        assertEquals("", end.stdout());
        assertTrue(end.stderr().endsWith(suggestion + System.lineSeparator()), end::stderr);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sEcrEt0123456789abcdefghijklmnop",
                "--sEcrEt0123456789abcdefghijklmnop",
                "--pin=sEcrEt0123456789abcdefghijklmnop",
                "help sEcrEt0123456789abcdefghijklmnop"
            })
    void aSuggestionRepeatsNoToken(String arguments) {
        Ended end = BareCommand.run(arguments);
        assertEquals(2, end.exitCode());
        assertFalse(end.stderr().contains("sEcrEt"), end::stderr);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--api-key x", "--token=x", "fleet acme/kiosk --token x", "status acme/kiosk --apikey=x"})
    void anOptionForTheTokenIsAnsweredByItsPlace(String arguments) {
        String stderr = BareCommand.run(arguments).stderr();
        assertTrue(stderr.contains("A token goes into the variable BALENA_API_KEY"), stderr);
        assertFalse(stderr.contains("Did you mean"), stderr);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--api-url https://api.example.org",
                "--delta-url=https://delta.example.org",
                "--token-file -",
                "--ca-cert own.pem",
                "--ca-cert own.pem --ca-cert-only",
                "--allow-http"
            })
    void aSandboxTakesNoOptionOfARealConnection(String option) {
        for (String command : new String[] {
            "--from-release 1 --to-release 2", "fleet acme/kiosk", "status acme/kiosk",
        }) {
            Ended end = BareCommand.run(command + " --sandbox " + option);
            assertEquals(2, end.exitCode(), end::stderr);
            assertTrue(end.stderr().contains(option.split("[= ]")[0] + " makes no sense with --sandbox"), end::stderr);
        }
    }

    @Test
    void jsonIsNotAlsoATable() {
        Ended end = BareCommand.run("fleet acme/kiosk --json -o table");
        assertEquals(2, end.exitCode());
        assertTrue(end.stderr().contains("--json and -o table contradict each other"), end::stderr);
    }
}
