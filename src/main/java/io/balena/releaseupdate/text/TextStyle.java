package io.balena.releaseupdate.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The style of text for users, which depends on the output.
 *
 * @param columns the width that lines should fit in; {@link #UNLIMITED} for a file
 * @param colored whether to use colours
 * @param linked whether the terminal supports links, by the escape sequence OSC 8
 */
public record TextStyle(int columns, boolean colored, boolean linked) {

    /** The width of a file: no limit. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /** For files, pipes, and unknown terminals. */
    public static final TextStyle PLAIN = new TextStyle(UNLIMITED, false, false);

    private static final String LINK = "\033]8;;%s\033\\%s\033]8;;\033\\";
    private static final Pattern DRESSING = Pattern.compile("\033\\]8;;[^\033]*\033\\\\|\033\\[[0-9]*m");

    /** Colours by meaning. */
    public enum Color {
        NONE(""),
        GOOD("\033[32m"),
        BAD("\033[31m"),
        WARNING("\033[33m");

        private final String sequence;

        Color(String sequence) {
            this.sequence = sequence;
        }

        String applied(String text) {
            return this == NONE || text.isEmpty() ? text : sequence + text + "\033[0m";
        }
    }

    /** The text in this colour if colours are enabled. */
    public String color(Color color, String text) {
        return colored ? color.applied(text) : text;
    }

    /**
     * The text, as a link to the address if links are supported.
     *
     * @param address the URL, only printable ASCII characters
     */
    public String link(String address, String text) {
        return linked && !text.isEmpty() ? LINK.formatted(address, text) : text;
    }

    /** Wraps a line between words to fit the width; all lines but the first are indented. */
    public List<String> wrap(String line, int indent) {
        List<String> lines = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        int used = 0;
        for (String word : line.split("(?<= )(?=[^ ])")) {
            int width = width(word.stripTrailing());
            if (used + width > columns && used > indent) {
                lines.add(current.toString().stripTrailing());
                current = new StringBuilder(" ".repeat(indent));
                used = indent;
            }
            current.append(word);
            used += width(word);
        }
        lines.add(current.toString().stripTrailing());
        return lines;
    }

    /** The columns of a styled text. */
    private static int width(String text) {
        return DisplayWidth.of(DRESSING.matcher(text).replaceAll(""));
    }
}
