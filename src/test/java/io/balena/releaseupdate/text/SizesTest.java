package io.balena.releaseupdate.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
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

    @Test
    void oneColumnHasOneUnitFromMebibytesOn() {
        long mib = 1024 * 1024;
        long gib = 1024 * mib;
        assertEquals(List.of("1.0 GiB", "1.4 GiB"), column(1011 * mib, 1434 * mib));
        assertEquals(List.of("0.4 GiB", "4.6 GiB"), column(361 * mib, 4710 * mib));
        assertEquals(List.of("15.0 MiB", "1290.0 MiB"), column(15 * mib, 1290 * mib));
        assertEquals(List.of("2.0 GiB", "3.0 GiB"), column(2 * gib, 3 * gib));
        assertEquals(List.of("473.2 KiB", "296.5 MiB", "0 B"), column(484_575, 310_954_877, 0));
        assertEquals(List.of("5.0 MiB", "3.0 GiB", "2048.0 GiB"), column(5 * mib, 3 * gib, 2048 * gib));
        assertEquals(List.of(), column());
    }

    private static List<String> column(long... sizes) {
        List<Long> all = Arrays.stream(sizes).boxed().toList();
        return all.stream().map(Sizes.ofColumn(all)::apply).toList();
    }
}
