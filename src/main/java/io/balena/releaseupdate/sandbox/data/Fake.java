package io.balena.releaseupdate.sandbox.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.SplittableRandom;

/** Made-up values that look like balena's and are the same for the same seed. */
public final class Fake {
    /** The one user. */
    public static final long USER_ID = 1600100;

    /** The name of the one user. */
    public static final String USERNAME = "sandbox";

    // As long as real ones, to make a client that forgets $select download them; one object for all rows.
    private static final String BUILD_LOG =
            "[main] Step 3/12 : RUN install_packages python3 ---> Using cache\n".repeat(500);
    private static final String NOTE =
            "Built by the sandbox. Nothing in this note matters to a release update.\n".repeat(20);
    private static final JsonNode COMPOSITION = makeComposition();

    private Fake() {}

    /** Hexadecimal digits. */
    public static String hex(String seed, int digits) {
        SplittableRandom random = random(seed);
        StringBuilder hex = new StringBuilder(digits + 16);
        while (hex.length() < digits) {
            // With the top bit set there are sixteen digits each time; the first of them is no longer random.
            hex.append(Long.toHexString(random.nextLong() | Long.MIN_VALUE), 1, 16);
        }
        hex.setLength(digits);
        return hex.toString();
    }

    /** A number of a range. */
    public static long number(String seed, long from, long below) {
        return random(seed).nextLong(from, below);
    }

    /** An image's location in balena's registry. */
    public static String location(String seed) {
        return "registry2.balena-cloud.com/v2/" + hex("location " + seed, 32);
    }

    /** The hash of an image's content. */
    public static String contentHash(String seed) {
        return "sha256:" + hex("content " + seed, 64);
    }

    /** A log as long as real ones. */
    public static String buildLog() {
        return BUILD_LOG;
    }

    /** A note as long as real ones. */
    public static String note() {
        return NOTE;
    }

    /** A composition of one service. */
    public static JsonNode composition() {
        return COMPOSITION;
    }

    private static JsonNode makeComposition() {
        ObjectNode composition = JsonNodeFactory.instance.objectNode().put("version", "2.1");
        composition.putObject("services").putObject("main").put("build", ".").put("privileged", true);
        return composition;
    }

    private static SplittableRandom random(String seed) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < seed.length(); i++) {
            hash = (hash ^ seed.charAt(i)) * 0x100000001B3L;
        }
        // Mixed once more: SplittableRandoms of similar seeds would overlap.
        return new SplittableRandom(new SplittableRandom(hash).nextLong());
    }
}
