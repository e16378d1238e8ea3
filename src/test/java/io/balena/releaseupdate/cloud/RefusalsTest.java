package io.balena.releaseupdate.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.model.Deadline;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalsTest {

    private static final String RULE = "It is necessary that each release that should be running on an application that"
            + " is of a class \"fleet\" belongs to that application, and was built.";

    private final Explanations explanations = new Explanations(
            URI.create("https://api.example.com"),
            Optional.empty(),
            Credentials.of("key", "BALENA_API_KEY"),
            notice -> {});

    @Test
    void theRuleThatARequestBrokeIsShownInFull() throws InterruptedException {
        String json = "\"" + RULE.replace("\"", "\\\"") + "\"";
        for (String body : new String[] {RULE, json}) {
            String message = new Requests(null, explanations, null)
                    .refusal("pin the fleet", failure(400, body), Deadline.never())
                    .getMessage();
            assertTrue(message.contains(RULE), message);
            assertFalse(message.contains("role"), message);
        }
    }

    @ParameterizedTest
    @CsvSource({"400, 600", "422, 600", "503, 200"})
    void noAnswerFillsTheScreen(int status, int most) {
        String said = explanations.describe(failure(status, "x".repeat(1_000_000)));
        assertTrue(said.length() < most, said);
        assertTrue(explanations
                        .describe(failure(status, "<html>" + "x".repeat(1_000)))
                        .length()
                < 200);
    }

    @Test
    void onlyDeltasAreMissingInOpenBalena() {
        assertFalse(refused("/v7/application").contains("openBalena"));
        assertFalse(refused("/v7/release").contains("openBalena"));
        assertTrue(refused("/v7/delta").contains("openBalena offers no image deltas"));
    }

    @Test
    void nothingIsClaimedOfAKeyThatIsNotValid() {
        String message = explanations.tokenNotAccepted().getMessage();
        assertEquals(
                "https://api.example.com does not accept the token in BALENA_API_KEY: it is not valid or has expired."
                        + " Put a valid one there.",
                message);
    }

    private String refused(String path) {
        return explanations.accessRefused(path, failure(401, "Unauthorized")).getMessage();
    }

    private static HttpFailure failure(int status, String body) {
        return new HttpFailure(status, body, Optional.empty());
    }
}
