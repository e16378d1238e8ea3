package io.balena.releaseupdate.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizesTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1, 1 B",
        "512, 512 B",
        "1023, 1023 B",
        "1024, 1.0 KiB",
        "484557, 473.2 KiB",
        "1048524, 1023.9 KiB",
        "1048525, 1.0 MiB",
        "1048576, 1.0 MiB",
        "310902784, 296.5 MiB",
        "1073741824, 1.0 GiB",
        "1288490189, 1.2 GiB",
        "1099511627776, 1.0 TiB",
        "1125899906842624, 1.0 PiB",
        "1152921504606846976, 1.0 EiB",
        "9223372036854775807, 8.0 EiB"
    })
    void areSaidInTheLargestUnit(long bytes, String text) {
        assertEquals(text, Sizes.of(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tr-TR", "ar-EG-u-nu-arab", "de-DE"})
    void areTheSameInEveryLocale(String tag) {
        Locale usual = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag(tag));
            assertEquals("1.2 GiB", Sizes.of(1288490189));
        } finally {
            Locale.setDefault(usual);
        }
    }

    @Test
    void neverReach1024() {
        for (long bytes = 1; bytes > 0; bytes *= 2) {
            assertEquals(-1, Sizes.of(bytes - 1).indexOf("1024."));
        }
    }
}
