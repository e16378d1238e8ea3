package io.balena.releaseupdate.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseReferenceTest {

    private static final String FULL_COMMIT = "84d3d8f43eddd81b1699552dd39338f8dbf8b11e";

    @ParameterizedTest
    @CsvSource({"1,1", "900813,900813", "2147483647,2147483647"})
    void digitsAreAnId(String text, long id) {
        assertEquals(new ReleaseReference.Id(id), ReleaseReference.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "abcdef,abcdef",
        "ABCDEF1,abcdef1",
        "0123456,0123456",
        "84d3d8f43eddd81b1699552dd39338f8,84d3d8f43eddd81b1699552dd39338f8",
        FULL_COMMIT + "," + FULL_COMMIT,
        "11111111111111111111111111111111,11111111111111111111111111111111",
        "1111111111111111111111111111111111111111,1111111111111111111111111111111111111111",
    })
    void hexDigitsAreACommit(String text, String prefix) {
        assertEquals(new ReleaseReference.Commit(prefix), ReleaseReference.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2.3", "1.2.3+rev4", "0.0.0", "1.2.3-beta.1+rev2", "10.20.30-1700000000000"})
    void versionsAreVersions(String text) {
        assertEquals(new ReleaseReference.Version(text), ReleaseReference.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"1.2.3,1.2.3", "1.2.3+rev4,1.2.3", "1.2.3-beta.1+rev2,1.2.3"})
    void aVersionBeginsWithThreeNumbers(String version, String base) {
        assertEquals(base, new ReleaseReference.Version(version).base());
    }

    @Test
    void idsThatAreLongEnoughMayBeCommits() {
        assertEquals(Optional.of(new ReleaseReference.Commit("123456")), new ReleaseReference.Id(123456).asCommit());
        assertEquals(Optional.empty(), new ReleaseReference.Id(12345).asCommit());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "0",
                "-1",
                "+5",
                "abcde",
                "01234",
                "abcdefg",
                "2147483648",
                "4294967296",
                "18446744073709551616",
                "99999999999999999999",
                FULL_COMMIT + "0",
                "abc' or true eq true",
                "abcdef' or true eq true or commit eq '",
                "abcdef)",
                "1.2",
                "1.2.3+rev4'",
                "1.2.3 ",
                "v1.2.3",
                "abcdef\n",
                "１２３４５６",
                "abcdéf",
                "latest",
            })
    void anythingElseIsRefused(String text) {
        var refused = assertThrows(BalenaException.Usage.class, () -> ReleaseReference.parse(text));
        assertTrue(refused.getMessage().codePoints().allMatch(c -> c >= ' '), "a message fit for a terminal");
    }

    @Test
    void longInputIsShownShort() {
        var refused = assertThrows(BalenaException.Usage.class, () -> ReleaseReference.parse("x".repeat(100_000)));
        assertTrue(refused.getMessage().length() < 300);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "4294967296 | No release id is '4294967296': ids have at most 32 bits.",
                "v1.2.3 | Versions have no letter before them: 1.2.3.",
                "V1.2.3 | Versions have no letter before them: 1.2.3.",
                "abc | Not a release: 'abc'. Give its id (digits)",
                "v1.2 | Not a release: 'v1.2'. Give its id (digits)",
                "v1.2.3-0123456789abcdefghijk | Not a release: (not shown: it may be a token). Give its id (digits)",
            })
    void aRefusalSaysWhatIsWrong(String text, String reason) {
        String message = assertThrows(BalenaException.Usage.class, () -> ReleaseReference.parse(text))
                .getMessage();
        assertTrue(message.contains(reason), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"900813", "abcdef12", "1.2.3+rev4"})
    void isShownAsItWasTyped(String text) {
        assertEquals(text, ReleaseReference.parse(text).toString());
    }
}
