package io.balena.releaseupdate.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalsTest {

    private static final String RULE = "It is necessary that each release that should be running on an application that"
            + " is of a class \"fleet\" belongs to that application, and was built.";

    private final ErrorMessages errors = new ErrorMessages(
            URI.create("https://api.example.com"),
            Optional.empty(),
            Credentials.of("key", "BALENA_API_KEY"),
            notice -> {});

    @Test
    void theRuleThatARequestBrokeIsShownInFull() {
        String json = "\"" + RULE.replace("\"", "\\\"") + "\"";
        Requests requests = new Requests(null, errors.credentials(), errors, null);
        assertEquals(Optional.of(RULE), requests.brokenRule(failure(400, json)));
        assertEquals(Optional.of(RULE), requests.brokenRule(failure(409, json)));
        assertEquals(Optional.empty(), requests.brokenRule(failure(400, RULE)), "balena says it as JSON");
        String message = requests.trouble("pin the fleet", failure(400, RULE));
        assertTrue(message.contains(RULE), message);
    }

    @Test
    void noRuleFillsTheScreenOrIsObeyedByATerminal() {
        String rule = "It is necessary \\u001b[2J that " + "x".repeat(100_000);
        String shown = new Requests(null, errors.credentials(), errors, null)
                .brokenRule(failure(400, "\"" + rule + "\""))
                .orElseThrow();
        assertTrue(shown.startsWith("It is necessary ?[2J that xxx") && shown.length() < 1_100, shown);
    }

    @ParameterizedTest
    @CsvSource({"400, 600", "422, 600", "503, 200"})
    void noAnswerFillsTheScreen(int status, int most) {
        String said = errors.describe(failure(status, "x".repeat(1_000_000)));
        assertTrue(said.length() < most, said);
        assertTrue(
                errors.describe(failure(status, "<html>" + "x".repeat(1_000))).length() < 200);
    }

    @Test
    void onlyDeltasAreMissingInOpenBalena() {
        assertFalse(refused("/v7/application").contains("openBalena"));
        assertFalse(refused("/v7/release").contains("openBalena"));
        assertTrue(refused("/v7/delta").contains("openBalena offers no image deltas"));
    }

    @Test
    void nothingIsClaimedOfAKeyThatIsNotValid() {
        String message = errors.tokenNotAccepted().getMessage();
        assertEquals(
                "https://api.example.com does not accept the token in BALENA_API_KEY: it is not valid or has expired."
                        + " Put a valid one there.",
                message);
    }

    private String refused(String path) {
        return errors.accessRefused(path, failure(401, "Unauthorized")).getMessage();
    }

    private static HttpFailure failure(int status, String body) {
        return new HttpFailure(status, body, Optional.empty());
    }
}
