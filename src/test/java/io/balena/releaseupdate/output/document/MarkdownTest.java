package io.balena.releaseupdate.output.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"main", "svc_1", "имя", "日本語サービス", "*a*", "<b>", "@balena-io/all", "#12", "[x](http://y)", "&lt;"
            })
    void isCode(String text) {
        assertEquals("`" + text + "`", Markdown.code(text));
    }

    @Test
    void neverEndsTheCodeOrTheCell() {
        assertEquals("<code>a&#124;b</code>", Markdown.code("a|b"));
        assertEquals("<code>&#96;&#96; &#60;b&#62;</code>", Markdown.code("`` <b>"));
        assertEquals("<code>&#60;&#47;code&#62;&#124;</code>", Markdown.code("</code>|"));
        assertEquals("<code>C&#58;&#92;dir&#92;</code>", Markdown.code("C:\\dir\\"));
        assertEquals("<code>a&#92;nb</code>", Markdown.code("a\nb"));
        assertEquals("<code>&#92;u001b&#91;31mx</code>", Markdown.code("\033[31mx"));
    }

    @Test
    void isNeverEmpty() {
        assertEquals("<code>&#32;</code>", Markdown.code(""));
        assertEquals("<code>&#32;</code>", Markdown.code("  "));
    }

    @Test
    void leavesNoSyntaxOutsideOfBackticks() {
        for (char c = 1; c < 0x80; c++) {
            String inner = Markdown.code(c + "|" + c).replaceAll("^<code>|</code>$", "");
            assertFalse(inner.replaceAll("&#[0-9]+;", "").matches(".*\\p{Punct}.*"), inner);
        }
    }
}
