package io.balena.releaseupdate.cli.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.cli.BareCommand;
import io.balena.releaseupdate.cli.harness.Ended;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationConverterTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "90, 90",
        "9223372036854775807, 9223372036854775807",
        "45s, 45",
        "30m, 1800",
        "2h, 7200",
        "1d, 86400",
        "1h30m, 5400",
        "1d2h3m4s, 93784",
        "-1, -1"
    })
    void areANumberOrHaveUnits(String text, long seconds) {
        assertEquals(seconds, new DurationConverter().convert(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "m",
                "30 m",
                "30M",
                "1.5h",
                "-30m",
                "30m1h",
                "30min",
                "1h1h",
                "5x",
                "٣m",
                "9223372036854775807d",
                "99999999999999999999s",
                "999999999999999999h"
            })
    void areNothingElse(String text) {
        assertThrows(TypeConversionException.class, () -> new DurationConverter().convert(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--from-release 1 --to-release 2 --timeout 1w",
                "--from-release 1 --to-release 2 --poll-interval 1w",
                "status acme/kiosk --timeout 1w",
                "status acme/kiosk --poll-interval 1w",
                "--sandbox --build-time 1w",
                "sandbox --build-time 1w"
            })
    void everyOptionThatTakesThemNamesTheUnits(String arguments) {
        Ended end = BareCommand.run(arguments);
        assertEquals(2, end.exitCode());
        assertTrue(end.stderr().contains("30m"), end::stderr);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--timeout 30m",
                "--poll-interval 1m",
                "fleet acme/kiosk --timeout 2h",
                "status acme/kiosk --timeout 1d",
                "--sandbox --build-time 2m",
                "--sandbox --build-time 1.5"
            })
    void everyOptionThatTakesThemTakesUnits(String arguments) {
        String[] first = (arguments + " --pin-everything").split(" ");
        String stderr = BareCommand.run(java.util.Map.of(), first).stderr();
        assertTrue(stderr.contains("Unknown option: --pin-everything"), stderr);
    }
}
