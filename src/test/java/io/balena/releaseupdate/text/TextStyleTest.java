package io.balena.releaseupdate.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextStyleTest {

    private static final TextStyle NARROW = new TextStyle(20, true, true);

    @Test
    void aFileGetsPlainLines() {
        String line = "word ".repeat(100).strip();
        assertEquals(List.of(line), TextStyle.PLAIN.wrap(line, 2));
        assertEquals("ready", TextStyle.PLAIN.color(TextStyle.Color.GOOD, "ready"));
        assertEquals("1.0.0", TextStyle.PLAIN.link("https://x", "1.0.0"));
    }

    @Test
    void linesAreBrokenBetweenWords() {
        assertEquals(
                List.of("Fleet:   acme/kiosk,", "  is pinned to 1.2.0"),
                NARROW.wrap("Fleet:   acme/kiosk, is pinned to 1.2.0", 2));
        assertEquals(
                List.of("See", "  https://dashboard.example.com/fleets/1"),
                NARROW.wrap("See https://dashboard.example.com/fleets/1", 2));
        assertEquals(List.of("  indented already"), NARROW.wrap("  indented already", 2));
        assertEquals(List.of(""), NARROW.wrap("", 2));
    }

    @Test
    void linksAndColorsTakeNoRoom() {
        String link = NARROW.link("https://dashboard.example.com/fleets/1", "acme/kiosk");
        assertEquals(List.of("Fleet: " + link + ","), NARROW.wrap("Fleet: " + link + ",", 2));
        String state = NARROW.color(TextStyle.Color.BAD, "failed");
        assertEquals(List.of("Overall stat: " + state), NARROW.wrap("Overall stat: " + state, 2));
    }

    @Test
    void whatIsEmptyIsNoLink() {
        assertEquals("", NARROW.link("https://x", ""));
    }
}
