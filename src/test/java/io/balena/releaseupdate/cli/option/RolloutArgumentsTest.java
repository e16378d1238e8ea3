package io.balena.releaseupdate.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.cli.BareCommand;
import io.balena.releaseupdate.cli.harness.Ended;
import io.balena.releaseupdate.rollout.plan.StageSize;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the roll-out command refuses before it looks for a token, let alone sends something. */
class RolloutArgumentsTest {

    private static final String GOOD = "rollout acme/kiosk --to-release 2.0.0 ";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rollout | Missing required parameter: 'FLEET'",
                "rollout acme/kiosk | Must specify the release to bring to the fleet: --to-release R",
                "--to-release 2.0.0 rollout acme/kiosk | Options of the rollout command go behind it: rollout FLEET"
                        + " [OPTIONS]",
                "rollout acme/kiosk 2.0.0 | Unexpected argument: 2.0.0. Releases follow --to-release",
                "rollout acme/kiosk --to-release .. | Not a release"
            })
    void needsAFleetAndARelease(String arguments, String message) {
        assertRefused(arguments, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--stages 0% | Not a list of stages",
                "--stages 101% | Not a list of stages",
                "--stages 1%,,2% | Not a list of stages",
                "--stages 0 | Not a list of stages",
                "--stages -1 | Not a list of stages",
                "--stages 10%,1% | Stages must grow, but 1% is no larger",
                "--stages 1%,1% | The same stage stands twice: 1%",
                "--stages tag: | Not a list of stages",
                "--stages '' | Not a list of stages",
                "--stages 1%,50% --until-stage 10% | No stage is called '10%'. There are 1%, 50%, fleet.",
                "--soak -1 | --soak takes 0 to 2147483647, not -1",
                "--soak 1x | is not a whole number of seconds, nor a time like 30m or 2h",
                "--device-timeout 0 | --device-timeout takes 1 to 2147483647, not 0",
                "--min-failed 0 | --min-failed takes 1 to 2147483647, not 0",
                "--min-failed 1% | is not a whole number",
                "--max-failed 101 | is not a share from 0% to 100%",
                "--max-failed -1% | is not a share from 0% to 100%",
                "--max-failed many | is not a share from 0% to 100%",
                "--healthy-tag 'a b' | Not the key of a device tag, which has no white space: 'a b'.",
                "--retries -1 | --retries takes 0 to 2147483646, not -1",
                "--concurrency 0 | --concurrency takes 1 to 1000, not 0",
                "--timeout -1 | --timeout takes 0 or more, not -1",
                "--poll-interval 0 | --poll-interval takes 1 to 2147483647, not 0",
                "--output xml | xml"
            })
    void refusesValuesThatMakeNoSense(String option, String message) {
        String[] parts = option.split(" (?=(?:[^']*'[^']*')*[^']*$)");
        String[] arguments = (GOOD + String.join(" ", parts)).split(" (?=(?:[^']*'[^']*')*[^']*$)");
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = arguments[i].replace("'", "");
        }
        Ended ended = BareCommand.run(Map.of(), arguments);
        assertEquals(2, ended.exitCode(), ended.output());
        assertTrue(ended.stderr().contains(message), ended.stderr());
        assertEquals("", ended.stdout());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--stages 1%",
                "--until-stage 10%",
                "--prepare-undo",
                "--allow-draft",
                "--dry-run",
                "--soak 10m",
                "--device-timeout 1h",
                "--min-failed 2",
                "--max-failed 5%",
                "--healthy-tag ok"
            })
    void undoTakesNothingThatSaysHowToGoOn(String option) {
        assertRefused(
                GOOD + "--undo " + option,
                option.split(" ")[0] + " makes no sense with --undo, which takes back all there is");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--dry-run",
                "--undo",
                "--undo --timeout 1h --progress json -o table --retries 1 --concurrency 2 --poll-interval 5",
                "--stages 1,5%,tag:site,tag:site=lab,50.5% --until-stage 50.5% --soak 0 --device-timeout 2h30m",
                "--until-stage 10%",
                "--min-failed 1 --max-failed 0.5% --healthy-tag ok --prepare-undo --allow-draft --timeout 0",
                "--max-failed 100",
                "--max-failed 0",
                "--json --quiet --verbose --color never"
            })
    void acceptsWhatMakesSense(String options) {
        Ended ended = BareCommand.run((GOOD + options).strip());
        // The next thing it looks for.
        assertEquals(4, ended.exitCode(), ended.output());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rolout acme/kiosk | Did you mean `rollout`?",
                "rollout acme/kiosk --to-release 2.0.0 --stage 1% | Did you mean --stages?",
                "rollout acme/kiosk --to-release 2.0.0 --dryrun | Did you mean --dry-run?",
                "rollout acme/kiosk --to-release 2.0.0 --pin | It belongs to `fleet`.",
                "rollout acme/kiosk --to-release 2.0.0 --until 95% | It belongs to `fleet` and `status`.",
                "rollout acme/kiosk --to-release 2.0.0 --from-release 1 | It belongs to the main command.",
                "fleet acme/kiosk --stages 1% | It belongs to `rollout`.",
                "status acme/kiosk --undo | It belongs to `rollout`."
            })
    void saysWhatWasMeant(String arguments, String hint) {
        assertRefused(arguments, hint);
    }

    @Test
    void theDefaultInHelpIsTheDefault() {
        String help = BareCommand.run("rollout --help").stdout();

        assertTrue(help.contains("by default " + StageSize.DEFAULT + "."), help);
    }

    @Test
    void aTokenInTheWrongPlaceIsNotRepeated() {
        String token = "0123456789abcdef0123456789ABCDEF";
        for (String option : new String[] {"--stages", "--max-failed", "--soak"}) {
            Ended ended = BareCommand.run(GOOD + option + " " + token);
            assertEquals(2, ended.exitCode());
            assertFalse(ended.stderr().contains(token), ended.stderr());
        }
    }

    private static void assertRefused(String arguments, String message) {
        Ended ended = BareCommand.run(arguments);
        assertEquals(2, ended.exitCode(), ended.output());
        assertTrue(ended.stderr().contains(message), ended.stderr());
        assertEquals("", ended.stdout());
    }
}
