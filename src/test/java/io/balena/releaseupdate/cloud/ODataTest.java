package io.balena.releaseupdate.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.balena.releaseupdate.model.FleetReference;
import io.balena.releaseupdate.model.ReleaseReference;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ODataTest {

    @Test
    void encodesWhatAUrlWouldMisread() {
        assertEquals("a%20eq%20%27x%2By%2520%26%23%27,(b)$", OData.encode("a eq 'x+y%20&#',(b)$"));
    }

    @Test
    void oneOfSeveralConditionsStandsInParentheses() {
        assertEquals("a eq 1", OData.any(List.of("a eq 1")));
        assertEquals("(a eq 1 or b eq 2)", OData.any(List.of("a eq 1", "b eq 2")));
    }

    @Test
    void listsEachIdOnceInOrder() {
        assertEquals("id in (2,3,10)", OData.in("id", List.of(10L, 2L, 3L, 2L)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "900813 | id eq 900813",
                "ABCDEF12 | startswith(commit,'abcdef12')",
                "1.2.3+rev4 | raw_version eq '1.2.3+rev4'",
            })
    void findsAReleaseByWhatTheUserTyped(String reference, String condition) {
        assertEquals(condition, OData.fits(ReleaseReference.parse(reference)));
    }

    @Test
    void findsAFleetAndWhatBelongsToIt() {
        FleetReference slug = FleetReference.parse("acme/kiosk");
        FleetReference id = FleetReference.parse("7");
        assertEquals("slug eq 'acme/kiosk'", OData.isFleet(slug));
        assertEquals("id eq 7", OData.isFleet(id));
        assertEquals("belongs_to__application/any(a:a/slug eq 'acme/kiosk')", OData.isOfFleet(slug));
        assertEquals("belongs_to__application eq 7", OData.isOfFleet(id));
    }
}
