package io.balena.releaseupdate.output.progress;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/** NDJSON: an object on a line for each event, in ASCII, with its {@code time} and its name as {@code event}. */
public final class EventLog {

    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    /** The last character that is printed as such: harmless in any terminal and any encoding. */
    private static final int LAST_PRINTED = '~';

    /** Writes the fields of one event. */
    public interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    private final PrintWriter out;
    private final Clock clock;

    /** @param out is flushed after each event */
    public EventLog(PrintWriter out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    /** Prints an event and the fields behind its time and name. */
    public void print(String event, Fields fields) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.setHighestNonEscapedChar(LAST_PRINTED);
            json.writeStartObject();
            json.writeStringField("time", TIME.format(clock.instant()));
            json.writeStringField("event", event);
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.print(line.append('\n'));
        out.flush();
    }
}
