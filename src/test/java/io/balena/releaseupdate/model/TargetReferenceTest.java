package io.balena.releaseupdate.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetReferenceTest {

    @Test
    void takesTheLatestAndWhateverNamesARelease() {
        assertEquals(new TargetReference.Latest(), TargetReference.parse("latest"));
        assertEquals(new TargetReference.Given(new ReleaseReference.Version("1.2.3")), TargetReference.parse("1.2.3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "newest", "current", "abc"})
    void refusesOtherWords(String text) {
        assertThrows(BalenaException.Usage.class, () -> TargetReference.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"latest", "1.2.3", "abcdef12", "900813"})
    void isShownAsItWasTyped(String text) {
        assertEquals(text, TargetReference.parse(text).toString());
    }
}
