package io.balena.releaseupdate.model;

import java.util.regex.Pattern;

/** The syntax of ids: balena's database stores 32-bit integers, and its API fails on larger ones. */
final class Ids {

    private static final Pattern DIGITS = Pattern.compile("[1-9][0-9]{0,9}");

    private Ids() {}

    static boolean isId(String text) {
        return DIGITS.matcher(text).matches() && Long.parseLong(text) <= Integer.MAX_VALUE;
    }
}
