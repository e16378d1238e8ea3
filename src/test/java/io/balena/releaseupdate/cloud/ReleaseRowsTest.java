package io.balena.releaseupdate.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Image;
import io.balena.releaseupdate.model.Release;
import io.balena.releaseupdate.model.ReleaseReference;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReleaseRowsTest {

    private static final ApiRows.ReleaseRow FIRST =
            row(101, "abcdef1234", "success", "1.0.0", image(11, "success", 5L));
    private static final ApiRows.ReleaseRow SECOND =
            row(102, "abcdef9999", "success", "1.0.1", image(12, "success", 5L));
    private static final ApiRows.ReleaseRow FAILED =
            row(103, "fedcba0000", "failed", "1.0.2", image(13, "success", 5L));

    @ParameterizedTest
    @CsvSource({
        "101, 101",
        "ABCDEF1234, 101",
        "abcdef9, 102",
        "1.0.1, 102",
        "fedcba0000, 103",
    })
    void findsTheRowThatAReferenceNames(String reference, long id) {
        ReleaseReference parsed = ReleaseReference.parse(reference);
        List<Long> fitting = Stream.of(FIRST, SECOND, FAILED)
                .filter(row -> ReleaseRows.fits(parsed, row))
                .map(ApiRows.ReleaseRow::id)
                .toList();
        assertEquals(List.of(id), fitting);
    }

    @Test
    void aCommitOfSeveralReleasesIsAmbiguous() {
        ReleaseReference commit = ReleaseReference.parse("abcdef");
        assertTrue(
                message(commit, List.of(FIRST, SECOND)).contains("'abcdef' fits 101 of acme/kiosk, 102 of acme/kiosk"));
    }

    @Test
    void fiveOfTheReleasesThatACommitFitsAreNamed() {
        ReleaseReference commit = ReleaseReference.parse("abcdef");
        String five = "1 of acme/kiosk, 2 of acme/kiosk, 3 of acme/kiosk, 4 of acme/kiosk, 5 of acme/kiosk";
        assertTrue(message(commit, built(5)).contains("fits " + five + "."));
        assertTrue(message(commit, built(7)).contains("fits " + five + " and 2 more."));
    }

    private static List<ApiRows.ReleaseRow> built(int count) {
        return LongStream.rangeClosed(1, count)
                .mapToObj(id -> row(id, "abcdef" + id, "success", "1.0." + id, image(id, "success", 5L)))
                .toList();
    }

    @Test
    void ofSeveralReleasesTheOneThatWasBuiltIsMeant() {
        ReleaseReference commit = ReleaseReference.parse("abcdef");
        ApiRows.ReleaseRow broken = row(99, "abcdef5555", "cancelled", "0.9.0", image(9, "failed", 1L));
        assertEquals(101, ReleaseRows.only(commit, List.of(broken, FIRST)).id());
    }

    @Test
    void aReleaseThatWasNotBuiltCantBeUsed() {
        ReleaseReference id = ReleaseReference.parse("103");
        assertTrue(message(id, List.of(FAILED)).contains("its status is 'failed'"));
    }

    @Test
    void anImageThatWasNotBuiltCantBeUsed() {
        ApiRows.ReleaseRow row = row(101, "abcdef1234", "success", "1.0.0", image(11, "failed", 5L));
        String reason = "image 11 of service main in release 101 has status 'failed', not 'success'";
        assertEquals(Optional.of(reason), ReleaseRows.missingImage(row));
        assertTrue(assertThrows(BalenaException.NotFound.class, () -> ReleaseRows.release(row))
                .getMessage()
                .contains(reason));
    }

    @Test
    void anImageThatDoesNotExistCantBeUsed() {
        ApiRows.ReleaseRow row =
                row(101, "abcdef1234", "success", "1.0.0", List.of(new ApiRows.ReleaseImageRow(1L, List.of())));
        assertEquals(Optional.of("an image of release 101 does not exist"), ReleaseRows.missingImage(row));
    }

    @Test
    void takesSizesBeyond32BitsAndUnknownOnesAsZero() {
        assertEquals(
                5_000_000_000L, onlyImage(image(11, "success", 5_000_000_000L)).size());
        assertEquals(0, onlyImage(image(11, "success", null)).size());
        assertEquals(0, onlyImage(image(11, "success", 0L)).size());
    }

    @Test
    void aNegativeSizeIsNoAnswer() {
        assertThrows(MalformedResponse.class, () -> onlyImage(image(11, "success", -1L)));
    }

    @Test
    void anImageWithoutAServiceIsNoAnswer() {
        ApiRows.ImageRow image = new ApiRows.ImageRow(11L, "success", "registry/11", null, 5L, List.of());
        assertThrows(MalformedResponse.class, () -> onlyImage(image));
    }

    private static Image onlyImage(ApiRows.ImageRow image) {
        Release release = ReleaseRows.release(row(101, "abcdef1234", "success", "1.0.0", image));
        assertEquals(Optional.empty(), release.images().get("main").contentHash());
        return release.images().get("main");
    }

    private static String message(ReleaseReference reference, List<ApiRows.ReleaseRow> fitting) {
        return assertThrows(BalenaException.NotFound.class, () -> ReleaseRows.only(reference, fitting))
                .getMessage();
    }

    private static ApiRows.ReleaseRow row(
            long id, String commit, String status, String version, ApiRows.ImageRow image) {
        return row(id, commit, status, version, List.of(new ApiRows.ReleaseImageRow(id * 10, List.of(image))));
    }

    private static ApiRows.ReleaseRow row(
            long id, String commit, String status, String version, List<ApiRows.ReleaseImageRow> images) {
        var fleet = new ApiRows.FleetRow(7L, "acme/kiosk", null, null, null, null, null);
        return new ApiRows.ReleaseRow(
                id, commit, status, version, null, null, List.of(fleet), images, null, null, null);
    }

    private static ApiRows.ImageRow image(long id, String status, Long size) {
        return new ApiRows.ImageRow(
                id, status, "registry/" + id, null, size, List.of(new ApiRows.ServiceRow(1L, "main")));
    }
}
