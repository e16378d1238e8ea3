package io.balena.releaseupdate.cli.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.BalenaException.Remedy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorMessageTest {

    private static final Pattern OPTION_IN_TEXT = Pattern.compile("\"[^\"\n]*--[a-z][^\"\n]*\"");

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FLEET")
    void theCommandNamesAnOptionAndTheLibraryDoesNot(Remedy remedy) {
        BalenaException failure = new BalenaException.NotFound("It is not there.", remedy);
        assertTrue(failure.getMessage().startsWith("It is not there. "), failure.getMessage());
        assertFalse(failure.getMessage().contains("--"), failure.getMessage());
        assertTrue(
                ErrorMessage.of(failure, false).matches("It is not there\\. .*--[a-z].*"),
                ErrorMessage.of(failure, false));
    }

    @Test
    void namesAFleetOfTheSandboxWhereNoOtherIs() {
        BalenaException failure = new BalenaException.NotFound("Fleet not found: acme/kiosk.", Remedy.FLEET);
        assertTrue(ErrorMessage.of(failure, false).contains("`balena fleet list`"), failure::getMessage);
        assertEquals(
                "Fleet not found: acme/kiosk. With --sandbox there are no fleets of yours; try sandbox/shop.",
                ErrorMessage.of(failure, true));
    }

    @Test
    void whatHasNoSuchRemedyStaysAsItIs() {
        assertEquals("Too bad.", ErrorMessage.of(new BalenaException.NotFound("Too bad."), false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cloud", "fleet"})
    void noTextOfTheLibraryNamesAnOption(String name) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/java/io/balena/releaseupdate", name))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                List<String> found = OPTION_IN_TEXT
                        .matcher(Files.readString(file))
                        .results()
                        .map(MatchResult::group)
                        .toList();
                assertEquals(List.of(), found, file::toString);
            }
        }
    }
}
