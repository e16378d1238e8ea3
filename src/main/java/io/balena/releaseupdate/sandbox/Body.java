package io.balena.releaseupdate.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.balena.releaseupdate.sandbox.data.RefusedException;
import io.balena.releaseupdate.sandbox.data.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The body of a write to a resource. For an unknown property, the real API responds 500 without a message, and so does
 * the sandbox.
 *
 * @param json a JSON object
 */
record Body(Resource resource, JsonNode json) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static Body of(Call call, Resource resource) {
        if (call.contentType() == null || !call.contentType().startsWith("application/json")) {
            throw RefusedException.notUnderstood("The sandbox needs Content-Type: application/json");
        }
        JsonNode json;
        try {
            json = MAPPER.readTree(call.body().getBytes());
        } catch (JsonProcessingException e) {
            throw RefusedException.notUnderstood("The body is not JSON");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!json.isObject() || json.isEmpty()) {
            throw RefusedException.notUnderstood("The sandbox needs a JSON object that says what to write");
        }
        json.fieldNames().forEachRemaining(name -> requireKnown(resource, name));
        return new Body(resource, json);
    }

    private static void requireKnown(Resource resource, String name) {
        if (resource.property(name).isEmpty()) {
            throw RefusedException.silent(500, "unknown property '" + name + "' of " + resource.apiName());
        }
    }

    /** Refuses all properties but these: balena computes the others, or no client should write them. */
    void requireOnly(Set<String> names) {
        List<String> others = new ArrayList<>();
        json.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                others.add(name);
            }
        });
        if (!others.isEmpty()) {
            throw notUnderstood("no write of " + others);
        }
    }

    boolean has(String name) {
        return json.has(name);
    }

    /** A foreign key; null if the body contains null. */
    Long reference(String name) {
        JsonNode value = json.path(name);
        if (value.isNull()) {
            return null;
        }
        if (!value.canConvertToExactIntegral() || !value.canConvertToInt()) {
            throw notUnderstood("an id as " + name);
        }
        return value.longValue();
    }

    String text(String name) {
        if (!json.path(name).isTextual()) {
            throw notUnderstood("a text as " + name);
        }
        return json.get(name).textValue();
    }

    boolean is(String name) {
        if (!json.path(name).isBoolean()) {
            throw notUnderstood("true or false as " + name);
        }
        return json.get(name).booleanValue();
    }

    private RefusedException notUnderstood(String what) {
        return RefusedException.notUnderstood(
                "The sandbox takes " + what + " of " + resource.apiName() + ", not " + json);
    }
}
