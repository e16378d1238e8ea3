package io.balena.releaseupdate.model;

import java.util.regex.Pattern;

/** What ids look like: balena's database keeps them as 32-bit integers, and its API fails on larger ones. */
final class Ids {

    private static final Pattern DIGITS = Pattern.compile("[1-9][0-9]{0,9}");
    private static final int SHOWN = 60;

    private Ids() {}

    static boolean isId(String text) {
        return DIGITS.matcher(text).matches() && Long.parseLong(text) <= Integer.MAX_VALUE;
    }

    /** What a user typed, fit for a message: short, and nothing in it that a terminal would obey. */
    static String shown(String text) {
        String printable = text.replaceAll("\\p{C}", "?");
        return printable.codePointCount(0, printable.length()) <= SHOWN
                ? printable
                : printable.substring(0, printable.offsetByCodePoints(0, SHOWN)) + "...";
    }
}
