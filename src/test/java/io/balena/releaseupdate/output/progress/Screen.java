package io.balena.releaseupdate.output.progress;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A terminal that understands what {@link LiveProgress} sends, and nothing else. Its text is what a person sees. */
public final class Screen {

    private static final Pattern TOKEN = Pattern.compile("\033\\[(\\d*)([A-Za-z])|\n|\r|[^\033\n\r]+");

    private final List<String> lines = new ArrayList<>(List.of(""));
    private int row;

    public void print(String text) {
        Matcher token = TOKEN.matcher(text);
        int end = 0;
        while (token.find() && token.start() == end) {
            end = token.end();
            obey(token);
        }
        if (end != text.length()) {
            throw new IllegalArgumentException("Not understood: " + text.substring(end));
        }
    }

    private void obey(Matcher token) {
        if (token.group(2) != null) {
            switch (token.group(2)) {
                case "A" -> row -= Integer.parseInt(token.group(1));
                case "J" -> lines.subList(row, lines.size()).clear();
                case "K", "m" -> {}
                default -> throw new IllegalArgumentException(token.group());
            }
        } else if (token.group().equals("\n")) {
            row++;
        } else if (!token.group().equals("\r")) {
            // Each line is printed in one piece and the rest is cleared.
            lines.set(row, token.group());
        }
        while (lines.size() <= row) {
            lines.add("");
        }
    }

    public String text() {
        return String.join("\n", lines);
    }
}
