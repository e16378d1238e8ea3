package io.balena.releaseupdate.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotedTest {

    private static final String KEY = "0123456789abcdefghijABCDEFGHIJ01";

    @ParameterizedTest
    @ValueSource(strings = {KEY, "eyJhbGci", "a.eyJhbGci", "12345678901234567890a2345678901234567890"})
    void tokensAreRecognized(String text) {
        assertTrue(Quoted.mayHoldToken(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "acme/kiosk", "123456789012345678901234567890", "heyJude"})
    void wordsAndNumbersAreNoTokens(String text) {
        assertFalse(Quoted.mayHoldToken(text));
    }

    @Test
    void mistakesAreQuoted() {
        assertEquals("'10s'", Quoted.number("10s"));
        assertEquals("'jsno'", Quoted.word("jsno"));
        assertEquals("'v1.2.3'", Quoted.release("v1.2.3"));
        assertEquals("'abc'", Quoted.release("abc"));
        assertEquals("'ABC1'", Quoted.release("ABC1"));
        assertEquals("'newest'", Quoted.release("newest"));
        assertEquals("'acme/ki osk'", Quoted.fleet("acme/ki osk"));
        assertEquals("'tag:canary'", Quoted.stage("tag:canary"));
        assertEquals("'12.5%'", Quoted.stage("12.5%"));
        assertEquals("'rollout hold'", Quoted.tagKey("rollout hold"));
        assertEquals("~/token", Quoted.path("~/token"));
        assertEquals("token.txt", Quoted.path("token.txt"));
    }

    @Test
    void anythingElseIsNotShown() {
        assertEquals(Quoted.NOT_SHOWN, Quoted.number(KEY));
        assertEquals(Quoted.NOT_SHOWN, Quoted.word(KEY));
        assertEquals(Quoted.NOT_SHOWN, Quoted.release(KEY));
        assertEquals(Quoted.NOT_SHOWN, Quoted.fleet(KEY));
        assertEquals(Quoted.NOT_SHOWN, Quoted.stage(KEY));
        assertEquals(Quoted.NOT_SHOWN, Quoted.stage("tag:" + KEY));
        assertEquals(Quoted.NOT_SHOWN, Quoted.tagKey(KEY));
        assertEquals(Quoted.NOT_SHOWN, Quoted.path(KEY));
    }

    @Test
    void whatHasTheFormOfAFleetIsNotShownIfItHoldsAToken() {
        assertEquals(Quoted.NOT_SHOWN, Quoted.fleet("acme/0123456789abcdefghij0123456789"));
    }
}
