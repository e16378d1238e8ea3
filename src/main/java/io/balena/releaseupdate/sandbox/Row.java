package io.balena.releaseupdate.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.balena.releaseupdate.sandbox.Resource.Property;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * One row of a resource. Values are {@code String}, {@code Long}, {@code Boolean}, {@code Instant} or {@code JsonNode};
 * a property without a value is null. Guarded by its {@link World}.
 */
final class Row {
    private final Resource resource;
    private final long id;
    private final Map<String, Object> values = new HashMap<>();

    Row(Resource resource, long id) {
        this.resource = resource;
        this.id = id;
        values.put("id", id);
    }

    Resource resource() {
        return resource;
    }

    long id() {
        return id;
    }

    Object get(String property) {
        return values.get(property);
    }

    /** Sets a property, null included; a name or a type that the model does not have is a mistake of the caller's. */
    Row set(String name, Object value) {
        Property property = resource.property(name)
                .orElseThrow(() -> new IllegalArgumentException(resource.apiName() + " has no property " + name));
        Object stored = value instanceof Integer number ? Long.valueOf(number) : value;
        if (stored != null && !fits(property, stored)) {
            throw new IllegalArgumentException(
                    name + " of " + resource.apiName() + " is " + property.kind() + ", not " + value);
        }
        values.put(name, stored);
        return this;
    }

    private static boolean fits(Property property, Object value) {
        return switch (property.kind()) {
            case TEXT -> value instanceof String;
            case INTEGER, BIG_INTEGER -> value instanceof Long;
            case BOOLEAN -> value instanceof Boolean;
            case DATE -> value instanceof Instant;
            case JSON -> value instanceof JsonNode;
        };
    }
}
