package io.balena.releaseupdate.output.document;

import io.balena.releaseupdate.text.Printable;
import java.util.Optional;
import java.util.stream.Collectors;

/** Puts text from balena into GitHub-flavoured markdown. */
final class Markdown {

    private Markdown() {}

    /**
     * The text as inline code: there, neither emphasis nor links, HTML, mentions or references to issues are looked
     * for. What could end the code, or a table's cell, is written as character references, which markdown never takes
     * for syntax; they don't work between backticks, hence the tag.
     */
    static String code(String text) {
        String printable = Printable.of(text);
        if (printable.isBlank()) {
            return "<code>&#32;</code>";
        }
        return printable.matches("[^`|\\\\]+") ? "`" + printable + "`" : "<code>" + references(printable) + "</code>";
    }

    /**
     * The markup as a link.
     *
     * @param page of printable ASCII characters
     */
    static String link(Optional<String> page, String markup) {
        return page.map(address ->
                        "[" + markup + "](" + address.replace("(", "%28").replace(")", "%29") + ")")
                .orElse(markup);
    }

    private static String references(String text) {
        return text.codePoints()
                .mapToObj(c -> isPunctuation(c) ? "&#" + c + ";" : Character.toString(c))
                .collect(Collectors.joining());
    }

    private static boolean isPunctuation(int c) {
        return c > ' ' && c < 0x7f && !Character.isLetterOrDigit(c);
    }
}
