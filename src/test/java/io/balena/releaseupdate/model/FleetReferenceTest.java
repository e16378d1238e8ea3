package io.balena.releaseupdate.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FleetReferenceTest {

    @Test
    void readsSlugsAndIds() {
        assertEquals(new FleetReference.Slug("acme/kiosk_2"), FleetReference.parse("Acme/kiosk_2"));
        assertEquals(new FleetReference.Id(42), FleetReference.parse("42"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "kiosk", "acme/", "/kiosk", "a/b/c", "acme/ki osk", "acme/kiosk'", "acme/кіоск", "0"})
    void refusesAnythingElse(String text) {
        assertThrows(BalenaException.Usage.class, () -> FleetReference.parse(text));
    }

    @Test
    void isShownAsTheApiKnowsIt() {
        assertEquals("acme/kiosk", FleetReference.parse("Acme/Kiosk").toString());
        assertEquals("42", FleetReference.parse("42").toString());
    }
}
