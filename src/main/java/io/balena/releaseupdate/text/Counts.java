package io.balena.releaseupdate.text;

/** Counts with their units, for users. */
public final class Counts {

    private Counts() {}

    /** {@code 1 device}, {@code 2 devices}. */
    public static String devices(long count) {
        return count + (count == 1 ? " device" : " devices");
    }
}
