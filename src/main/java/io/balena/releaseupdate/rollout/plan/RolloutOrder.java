package io.balena.releaseupdate.rollout.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The order in which a roll-out takes devices: by a hash of the target release and the device's uuid. Every run on
 * every machine gets the same order, and another release begins with other devices.
 */
final class RolloutOrder {

    private RolloutOrder() {}

    /** A device's sort key in this release's order. */
    static String rank(long release, String uuid) {
        return rank(sha256(), release, uuid);
    }

    private static String rank(MessageDigest sha256, long release, String uuid) {
        byte[] hash = sha256.digest((release + ":" + uuid).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, Long.BYTES * 2);
    }

    /** The uuids in this release's order. */
    static List<String> of(long release, Collection<String> uuids) {
        MessageDigest sha256 = sha256();
        Map<String, String> ranks = new HashMap<>();
        for (String uuid : uuids) {
            ranks.put(uuid, rank(sha256, release, uuid));
        }
        return uuids.stream()
                .sorted(Comparator.comparing((String uuid) -> ranks.get(uuid)).thenComparing(uuid -> uuid))
                .toList();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
