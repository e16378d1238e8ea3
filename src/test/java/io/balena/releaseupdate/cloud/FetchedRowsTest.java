package io.balena.releaseupdate.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.balena.releaseupdate.model.BalenaException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FetchedRowsTest {

    private static final ErrorMessages ERRORS = new ErrorMessages(
            URI.create("https://api.balena.test"),
            Optional.empty(),
            Credentials.of("0123456789abcdef", "the test"),
            notice -> {});

    private final FetchedRows<String> rows =
            new FetchedRows<>("/v7/device", List.of("a", "b"), Optional.empty(), ERRORS);

    static Stream<Consumer<FetchedRows<String>>> readings() {
        return Stream.of(
                rows -> rows.map(FetchedRowsTest::malformed),
                rows -> rows.filter(FetchedRowsTest::malformed),
                rows -> rows.filter(row -> true).map(FetchedRowsTest::malformed),
                rows -> rows.forEach(FetchedRowsTest::malformed),
                rows -> rows.readFirst(FetchedRowsTest::malformed),
                rows -> rows.read(all -> malformed(all.get(0))));
    }

    @ParameterizedTest
    @MethodSource("readings")
    void aRowThatCantBeReadIsAnErrorThatNamesTheRequest(Consumer<FetchedRows<String>> reading) {
        var error = assertThrows(BalenaException.Unavailable.class, () -> reading.accept(rows));
        assertEquals(
                "https://api.balena.test answered GET /v7/device with a row that makes no sense."
                        + " Check the URL, and for a proxy or login page in between.",
                error.getMessage());
    }

    @Test
    void readsRowsInTheirOrder() {
        assertEquals(List.of("a!", "b!"), rows.map(row -> row + "!"));
        assertEquals("a", rows.readFirst(row -> row));
        assertEquals("b", rows.filter(row -> !row.equals("a")).readFirst(row -> row));
        assertFalse(rows.isEmpty());
    }

    private static boolean malformed(String row) {
        throw new MalformedResponse("a row that makes no sense");
    }
}
