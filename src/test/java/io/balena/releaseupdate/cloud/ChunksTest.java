package io.balena.releaseupdate.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.model.ImagePair;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChunksTest {

    private static final int CHARACTERS = DeltaPolls.ID_CHARACTERS_PER_REQUEST;

    @Test
    void keepsTheOrder() {
        assertEquals(List.of(List.of(1, 2), List.of(3)), Chunks.of(List.of(1, 2, 3), 2));
        assertEquals(List.of(), Chunks.of(List.of(), 2));
        assertEquals(List.of(), Chunks.ofPairs(List.of(), CHARACTERS));
    }

    @Test
    void theUpdatesOfAUsualFleetFitOneRequest() {
        assertEquals(1, Chunks.ofPairs(fleet(25, 3), CHARACTERS).size());
    }

    @Test
    void theUpdatesOfALargeFleetTakeFew() {
        List<ImagePair> pairs = fleet(100, 40);
        List<List<ImagePair>> chunks = Chunks.ofPairs(pairs, CHARACTERS);
        assertTrue(chunks.size() <= 11, "chunks: " + chunks.size());
        assertEquals(pairs, chunks.stream().flatMap(List::stream).toList());
        chunks.forEach(chunk -> assertTrue(characters(chunk) <= CHARACTERS));
    }

    @Test
    void anUpdateOfManyServicesIsDividedToo() {
        List<List<ImagePair>> chunks = Chunks.ofPairs(fleet(1, 500), CHARACTERS);
        assertEquals(3, chunks.size());
        chunks.forEach(chunk -> assertTrue(characters(chunk) <= CHARACTERS));
    }

    @Test
    void whatFitsExactlyIsNotDivided() {
        List<ImagePair> pairs = List.of(new ImagePair(10, 20), new ImagePair(11, 20));
        assertEquals(List.of(pairs), Chunks.ofPairs(pairs, 9));
    }

    @Test
    void anIdCountsInEachChunkThatHoldsIt() {
        assertEquals(
                List.of(
                        List.of(new ImagePair(10, 20), new ImagePair(11, 20)),
                        List.of(new ImagePair(10, 21)),
                        List.of(new ImagePair(12, 22))),
                Chunks.ofPairs(
                        List.of(
                                new ImagePair(10, 20),
                                new ImagePair(11, 20),
                                new ImagePair(10, 21),
                                new ImagePair(12, 22)),
                        9));
        assertEquals(
                List.of(
                        List.of(new ImagePair(20, 10), new ImagePair(20, 11)),
                        List.of(new ImagePair(21, 10)),
                        List.of(new ImagePair(22, 12))),
                Chunks.ofPairs(
                        List.of(
                                new ImagePair(20, 10),
                                new ImagePair(20, 11),
                                new ImagePair(21, 10),
                                new ImagePair(22, 12)),
                        9));
    }

    private static int characters(List<ImagePair> chunk) {
        return Stream.concat(
                        chunk.stream().map(ImagePair::source).distinct(),
                        chunk.stream().map(ImagePair::target).distinct())
                .mapToInt(id -> Long.toString(id).length() + 1)
                .sum();
    }

    /** Ids are as long as ids get. */
    private static List<ImagePair> fleet(int releases, int services) {
        List<ImagePair> pairs = new ArrayList<>();
        for (int release = 1; release <= releases; release++) {
            for (int service = 0; service < services; service++) {
                pairs.add(new ImagePair(2_000_000_000L + release * 1000L + service, 2_100_000_000L + service));
            }
        }
        return pairs;
    }
}
