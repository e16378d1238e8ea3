package io.balena.releaseupdate.cloud;

import io.balena.releaseupdate.model.ImagePair;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Splits what is too long for one request. */
final class Chunks {

    private Chunks() {}

    /** Chunks of at most this size, in the same order. */
    static <T> List<List<T>> of(Collection<T> all, int size) {
        List<T> list = List.copyOf(all);
        List<List<T>> chunks = new ArrayList<>();
        for (int start = 0; start < list.size(); start += size) {
            chunks.add(list.subList(start, Math.min(list.size(), start + size)));
        }
        return chunks;
    }

    /**
     * Chunks of pairs whose distinct source and target ids, with a comma each, take at most this many characters. A
     * fleet's updates lead to the same few images, hence a chunk holds hundreds of pairs.
     */
    static List<List<ImagePair>> ofPairs(Collection<ImagePair> pairs, int characters) {
        List<List<ImagePair>> chunks = new ArrayList<>();
        List<ImagePair> chunk = new ArrayList<>();
        Set<Long> sources = new HashSet<>();
        Set<Long> targets = new HashSet<>();
        int room = characters;
        for (ImagePair pair : pairs) {
            if (room < need(pair.source(), sources) + need(pair.target(), targets)) {
                chunks.add(chunk);
                chunk = new ArrayList<>();
                sources.clear();
                targets.clear();
                room = characters;
            }
            room -= need(pair.source(), sources) + need(pair.target(), targets);
            sources.add(pair.source());
            targets.add(pair.target());
            chunk.add(pair);
        }
        if (!chunk.isEmpty()) {
            chunks.add(chunk);
        }
        return chunks;
    }

    private static int need(long id, Set<Long> known) {
        return known.contains(id) ? 0 : Long.toString(id).length() + 1;
    }
}
