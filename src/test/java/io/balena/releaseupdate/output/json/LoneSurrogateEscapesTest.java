package io.balena.releaseupdate.output.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoneSurrogateEscapesTest {

    private static final String HIGH = "\ud83d";
    private static final String LOW = "\ude00";

    @Test
    void writesPairsAndEverythingElseAsTheyAre() throws IOException {
        assertWritten(
                "a \ud83d\ude00 b\ud83d\ude00\ud83d\ude00 é",
                "a " + HIGH + LOW + " b" + HIGH + LOW + HIGH + LOW + " é");
    }

    @Test
    void escapesHalvesWithoutTheOther() throws IOException {
        assertWritten("a\\ud83d b", "a" + HIGH + " b");
        assertWritten("a\\ude00 b", "a" + LOW + " b");
        assertWritten("\\ud83d\ud83d\ude00.", HIGH + HIGH + LOW + ".");
        assertWritten("\\ude00\\ud83d.", LOW + HIGH + ".");
    }

    /** However the text is cut into pieces. */
    private static void assertWritten(String expected, String text) throws IOException {
        for (int cut = 0; cut <= text.length(); cut++) {
            StringWriter out = new StringWriter();
            LoneSurrogateEscapes writer = new LoneSurrogateEscapes(out);
            writer.write(text.toCharArray(), 0, cut);
            writer.write(text, cut, text.length() - cut);
            assertEquals(expected, out.toString(), "cut at " + cut);
        }
    }

    @Test
    void passesOnBothHalvesOfAPairTogether() throws IOException {
        List<String> pieces = new ArrayList<>();
        StringWriter out = new StringWriter() {
            @Override
            public void write(char[] text, int offset, int length) {
                pieces.add(CharBuffer.wrap(text, offset, length).toString());
            }
        };
        LoneSurrogateEscapes writer = new LoneSurrogateEscapes(out);
        writer.write(HIGH);
        writer.write(LOW);
        pieces.removeIf(String::isEmpty);
        assertEquals(List.of(HIGH + LOW), pieces);
    }
}
