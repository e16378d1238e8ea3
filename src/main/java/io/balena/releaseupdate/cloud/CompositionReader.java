package io.balena.releaseupdate.cloud;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Reads from a release's composition (its docker-compose file as JSON) which services are updated by strategy
 * {@code delete-then-download}, and drops the rest. The owner of the release wrote it: parts of an unexpected form are
 * ignored, and must not prevent the rest of the response from being read.
 */
final class CompositionReader extends StdDeserializer<ApiRows.Composition> {

    private static final long serialVersionUID = 1;

    private static final String LABEL = "io.balena.update.strategy";
    private static final String STRATEGY = "delete-then-download";

    CompositionReader() {
        super(ApiRows.Composition.class);
    }

    @Override
    public ApiRows.Composition deserialize(JsonParser json, DeserializationContext context) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            return ofText(json.getText(), json);
        }
        return composition(json);
    }

    /** Some servers store it as text. */
    private static ApiRows.Composition ofText(String text, JsonParser outer) throws IOException {
        try (JsonParser json = outer.getCodec().getFactory().createParser(text)) {
            json.nextToken();
            return json.currentToken() == null ? ApiRows.Composition.NONE : composition(json);
        } catch (JsonProcessingException e) {
            return ApiRows.Composition.NONE;
        }
    }

    private static ApiRows.Composition composition(JsonParser json) throws IOException {
        Set<String> services = new HashSet<>();
        forEachField(json, (name, value) -> {
            if (name.equals("services")) {
                // If a field occurs twice, the last one counts, as in JavaScript.
                services.clear();
                forEachField(value, (service, definition) -> {
                    if (isDeletedFirst(definition)) {
                        services.add(service);
                    } else {
                        services.remove(service);
                    }
                });
            } else {
                value.skipChildren();
            }
        });
        return new ApiRows.Composition(services);
    }

    private static boolean isDeletedFirst(JsonParser service) throws IOException {
        String[] strategy = {""};
        forEachField(service, (name, value) -> {
            if (name.equals("labels")) {
                strategy[0] = strategy(value);
            } else {
                value.skipChildren();
            }
        });
        return strategy[0].equals(STRATEGY);
    }

    /** The label's value, from a map or a list of {@code key=value}. */
    private static String strategy(JsonParser labels) throws IOException {
        String[] strategy = {""};
        if (labels.currentToken() == JsonToken.START_ARRAY) {
            while (labels.nextToken() != JsonToken.END_ARRAY) {
                text(labels)
                        .filter(label -> label.startsWith(LABEL + "="))
                        .ifPresent(label -> strategy[0] = label.substring(LABEL.length() + 1));
            }
            return strategy[0];
        }
        forEachField(labels, (name, value) -> {
            Optional<String> text = text(value);
            if (name.equals(LABEL)) {
                strategy[0] = text.orElse("");
            }
        });
        return strategy[0];
    }

    private static Optional<String> text(JsonParser value) throws IOException {
        if (value.currentToken() == JsonToken.VALUE_STRING) {
            return Optional.of(value.getText());
        }
        value.skipChildren();
        return Optional.empty();
    }

    /** Reads the value of one field, to its end. */
    private interface FieldReader {
        void read(String name, JsonParser value) throws IOException;
    }

    /** Reads an object; skips anything else. */
    private static void forEachField(JsonParser json, FieldReader reader) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            reader.read(name, json);
        }
    }
}
