package io.balena.releaseupdate.text;

import java.util.Locale;

/**
 * Sanitizes text from balena, a server or a user for a terminal. A service name or an error message may contain escape
 * sequences, line breaks, invisible characters, or ones that change the writing direction. Names and reasons in a
 * document show each as an escape, which keeps them distinct; messages show a question mark.
 */
public final class Printable {

    /** Letters and marks that are blank, although Unicode does not classify them as control or format characters. */
    private static final String BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0";

    private static final int LONGEST_EXCERPT = 500;
    private static final int LONGEST_WORDS = 60;

    private Printable() {}

    /** The text on one line; unprintable characters are shown as Java escapes. */
    public static String of(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (isHarmless(c)) {
                printable.appendCodePoint(c);
            } else {
                printable.append(escape(c));
            }
        });
        return printable.toString();
    }

    /** The text without surrounding white space, cut to 500 characters. Not sanitized. */
    public static String excerpt(String text) {
        String stripped = text.strip();
        int length = stripped.codePointCount(0, stripped.length());
        return length <= LONGEST_EXCERPT
                ? stripped
                : stripped.substring(0, stripped.offsetByCodePoints(0, LONGEST_EXCERPT)) + "... (" + length
                        + " characters)";
    }

    /**
     * A short text for a message: cut to 60 characters, on one line, with a question mark for unprintable characters.
     */
    public static String words(String text) {
        String printable = text.replaceAll("\\p{C}", "?");
        return printable.codePointCount(0, printable.length()) <= LONGEST_WORDS
                ? printable
                : printable.substring(0, printable.offsetByCodePoints(0, LONGEST_WORDS)) + "...";
    }

    /**
     * The beginning of a response, for a message: on one line, with a question mark for unprintable characters.
     *
     * @param most the maximum number of characters
     */
    public static String beginning(String text, int most) {
        String printable = text.strip().replaceAll("\\s+", " ").replaceAll("\\p{C}", "?");
        return printable.length() <= most ? printable : printable.substring(0, most) + "...";
    }

    /** A whole message of one or more lines, with a question mark for unprintable characters. */
    public static String message(String text) {
        return text.replaceAll("[\\p{C}&&[^\n]]", "?");
    }

    private static boolean isHarmless(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> BLANK.indexOf(c) < 0;
        };
    }

    private static String escape(int c) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> String.format(Locale.ROOT, Character.isBmpCodePoint(c) ? "\\u%04x" : "\\u{%x}", c);
        };
    }
}
