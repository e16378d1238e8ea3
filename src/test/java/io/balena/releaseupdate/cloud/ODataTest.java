package io.balena.releaseupdate.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.balena.releaseupdate.model.FleetReference;
import io.balena.releaseupdate.model.ForbiddenTag;
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
    void aQuoteInATextIsDoubled() {
        assertEquals("'it''s'", OData.literal("it's"));
    }

    @Test
    void aFleetOwnsAReleaseThatItsDevicesMayRun() {
        String built = "owns__release/any(r:r/id eq 9 and r/status eq 'success' and r/is_invalidated eq false";
        assertEquals(built + " and r/is_final eq true)", OData.ownsFitRelease(9, false));
        assertEquals(built + ")", OData.ownsFitRelease(9, true));
    }

    @Test
    void aFleetsReleaseLacksATag() {
        assertEquals(
                "owns__release/any(f:f/id eq 9 and not(f/release_tag/any(t:t/tag_key eq 'it''s')))",
                OData.lacks(new ForbiddenTag(9, "it's")));
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
