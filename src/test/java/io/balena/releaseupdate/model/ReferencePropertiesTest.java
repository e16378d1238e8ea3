package io.balena.releaseupdate.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Arbitrary input for a release or a fleet. */
class ReferencePropertiesTest {

    private static final int LONGEST_MESSAGE = 300;

    @Property
    void aReleaseIsReadOrRefused(@ForAll("arguments") String argument) {
        holds(argument, ReleaseReference::parse, "[0-9A-Za-z.+-]{1,250}");
    }

    @Property
    void aFleetIsReadOrRefused(@ForAll("arguments") String argument) {
        holds(argument, FleetReference::parse, "[0-9a-z_./-]{1,250}");
    }

    /** Accepted input can be used in a query unchanged; rejected input is not repeated at length. */
    private static void holds(String argument, Function<String, Object> parser, String harmless) {
        try {
            String read = parser.apply(argument).toString();
            assertTrue(read.matches(harmless), read);
        } catch (BalenaException.Usage e) {
            assertTrue(e.getMessage().length() < LONGEST_MESSAGE, e.getMessage());
        }
    }

    @Provide
    Arbitrary<String> arguments() {
        Arbitrary<String> anything = Arbitraries.strings().ofMaxLength(2_000);
        Arbitrary<String> almost = Arbitraries.strings()
                .withChars("0123456789abcdefABCDEF.+-_/ '\"\\%$()")
                .ofMaxLength(60);
        Arbitrary<String> digits = Arbitraries.strings().numeric().ofMaxLength(45);
        return Arbitraries.oneOf(anything, almost, digits);
    }
}
