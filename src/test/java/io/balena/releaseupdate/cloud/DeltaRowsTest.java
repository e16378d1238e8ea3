package io.balena.releaseupdate.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.balena.releaseupdate.model.DeltaBuild;
import io.balena.releaseupdate.model.ImagePair;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From balena's text to builds of deltas. */
class DeltaRowsTest {

    private static final RowReader<ApiRows.DeltaRow> READER = RowReader.of(new TypeReference<>() {});
    private static final Credentials CREDENTIALS = Credentials.of("a-secret-token", "BALENA_API_KEY");

    private static final String ALL = """
            {"id":9,"status":"success","version":3,"is_stored_at__location":"registry/delta","size":"5000000000",\
            "error_message":"none","update_timestamp":"2026-01-02T03:04:05.678Z","unknown":1,\
            "originates_from__image":{"__id":1},"produces__image":{"__id":2}}""";

    @Test
    void readsAllOfABuild() throws JsonProcessingException {
        assertEquals(
                new DeltaBuild(
                        new ImagePair(1, 2),
                        9,
                        "success",
                        3,
                        Optional.of("registry/delta"),
                        5_000_000_000L,
                        Optional.of("none"),
                        Optional.of(Instant.parse("2026-01-02T03:04:05.678Z"))),
                build(ALL));
    }

    @Test
    void aBuildMayLackWhatItHasNotYet() throws JsonProcessingException {
        DeltaBuild build = build("""
                {"id":9,"status":"running","version":3,"is_stored_at__location":null,\
                "originates_from__image":{"__id":1},"produces__image":{"__id":2}}""");
        assertEquals(
                new DeltaBuild(
                        new ImagePair(1, 2), 9, "running", 3, Optional.empty(), 0, Optional.empty(), Optional.empty()),
                build);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"id\":9 | a delta without an id",
                "\"status\":\"success\" | a delta without a status",
                "\"version\":3 | a delta without a version",
                "\"originates_from__image\":{\"__id\":1} | a delta without its images",
                "\"produces__image\":{\"__id\":2} | a delta without its images",
                "\"__id\":2 | a delta without its images",
            })
    void aBuildThatLacksMoreIsNoAnswer(String property, String complaint) {
        assertSays(complaint, ALL.replace(property, "\"unknown\":1"));
    }

    @Test
    void aBadTimeOrSizeIsNoAnswer() {
        assertSays("a delta with a bad update_timestamp", ALL.replace("2026-01-02T", "yesterday "));
        assertSays("a negative size", ALL.replace("\"5000000000\"", "-1"));
    }

    @Test
    void aTokenInAnAnswerIsBlottedOut() throws JsonProcessingException {
        assertEquals(
                Optional.of("registry/[token]"),
                build(ALL.replace("registry/delta", "registry/a-secret-token")).location());
    }

    @Test
    void aRowThatIsNullIsNoAnswer() {
        assertThrows(JsonProcessingException.class, () -> READER.read("{\"d\":[null]}", CREDENTIALS));
    }

    private static void assertSays(String complaint, String row) {
        assertEquals(
                complaint,
                assertThrows(MalformedResponse.class, () -> build(row)).getMessage());
    }

    private static DeltaBuild build(String row) throws JsonProcessingException {
        List<ApiRows.DeltaRow> rows =
                READER.read("{\"d\":[" + row + "]}", CREDENTIALS).d();
        assertEquals(1, rows.size());
        return DeltaRows.build(rows.get(0));
    }
}
