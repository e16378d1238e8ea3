package io.balena.releaseupdate.sandbox.data;

import com.fasterxml.jackson.databind.JsonNode;
import io.balena.releaseupdate.sandbox.data.Resource.Property;
import java.time.Instant;

/**
 * One row of a resource. Values are {@code String}, {@code Long}, {@code Boolean}, {@code Instant} or {@code JsonNode};
 * a property without a value is null. Guarded by its {@link Data}.
 */
public final class Row {
    private final Resource resource;
    private final long id;
    private final Object[] values;
    private final ReferenceListener references;

    /** Receives each change of a foreign key. */
    interface ReferenceListener {
        void changed(Row row, Property property, Object before, Object after);
    }

    Row(Resource resource, long id, ReferenceListener references) {
        this.resource = resource;
        this.id = id;
        this.values = new Object[resource.properties().size()];
        this.references = references;
        set("id", id);
    }

    /** The resource of this row. */
    public Resource resource() {
        return resource;
    }

    /** The id, which never changes. */
    public long id() {
        return id;
    }

    /** The stored value; null if there is none. See {@link Data#value} for properties that the API computes. */
    public Object get(Property property) {
        return values[property.position()];
    }

    /** The stored value of this property; null if there is none. */
    public Object get(String property) {
        return get(resource.require(property));
    }

    /** A foreign key; null if there is none. */
    public Long reference(String property) {
        return (Long) get(property);
    }

    /** A text; null if there is none. */
    public String text(String property) {
        return (String) get(property);
    }

    /** Whether a boolean property is true; false if it has no value. */
    public boolean is(String property) {
        return Boolean.TRUE.equals(get(property));
    }

    /**
     * Sets a property; null is allowed.
     *
     * @throws IllegalArgumentException if the model has no such property, has another type for it, or computes it
     */
    public Row set(String name, Object value) {
        Property property = resource.require(name);
        if (property.isComputed()) {
            throw new IllegalArgumentException(name + " of " + resource.apiName() + " is computed");
        }
        Object stored = value instanceof Integer number ? Long.valueOf(number) : value;
        if (stored != null && !fits(property, stored)) {
            throw new IllegalArgumentException(
                    name + " of " + resource.apiName() + " is " + property.kind() + ", not " + value);
        }
        Object before = values[property.position()];
        values[property.position()] = stored;
        if (property.isReference()) {
            references.changed(this, property, before, stored);
        }
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
