package io.balena.releaseupdate.sandbox.odata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.balena.releaseupdate.sandbox.data.Data;
import io.balena.releaseupdate.sandbox.data.Resource;
import io.balena.releaseupdate.sandbox.data.Resource.Property;
import io.balena.releaseupdate.sandbox.data.Row;
import io.balena.releaseupdate.sandbox.odata.ODataQuery.And;
import io.balena.releaseupdate.sandbox.odata.ODataQuery.Comparison;
import io.balena.releaseupdate.sandbox.odata.ODataQuery.Expand;
import io.balena.releaseupdate.sandbox.odata.ODataQuery.Expression;
import io.balena.releaseupdate.sandbox.odata.ODataQuery.In;
import io.balena.releaseupdate.sandbox.odata.ODataQuery.Literal;
import io.balena.releaseupdate.sandbox.odata.ODataQuery.Options;
import io.balena.releaseupdate.sandbox.odata.ODataQuery.Order;
import io.balena.releaseupdate.sandbox.odata.ODataQuery.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Evaluates queries on {@link Data}, with responses in the real API's form. */
public final class ODataEvaluator {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Data data;
    private final Set<Property> missing;
    private final Conditions conditions;

    /** @param missing properties that this API does not have */
    public ODataEvaluator(Data data, Set<Property> missing) {
        this.data = data;
        this.missing = missing;
        this.conditions = new Conditions(data);
    }

    /** {@code {"d":[…]}}, or {@code {"d":n}} for a count. */
    public ObjectNode evaluate(ODataQuery query) {
        synchronized (data) {
            List<Row> rows = find(query);
            JsonNode d = query.count() ? JSON.numberNode(rows.size()) : objects(rows, query.options());
            return JSON.objectNode().set("d", d);
        }
    }

    /** The rows selected by the key and the options. */
    public List<Row> find(ODataQuery query) {
        synchronized (data) {
            Expression filter = query.options().filter();
            Expression narrowest = query.key() == null ? filter : query.key();
            List<Row> keyed = candidates(query.resource(), narrowest).stream()
                    .filter(row -> query.key() == null || conditions.holds(query.key(), row))
                    .toList();
            return find(keyed, query.options());
        }
    }

    /** One row as shown to a client without {@code $select}. */
    public ObjectNode object(Row row) {
        synchronized (data) {
            return object(row, Options.NONE);
        }
    }

    /** A superset of the rows that match a condition: those with an id or a foreign key, if it requires one. */
    private Collection<Row> candidates(Resource resource, Expression condition) {
        if (condition instanceof And and) {
            Collection<Row> left = candidates(resource, and.left());
            Collection<Row> right = candidates(resource, and.right());
            return left.size() <= right.size() ? left : right;
        }
        if (condition instanceof Comparison equality
                && equality.operator() == ODataQuery.Operator.EQ
                && equality.left() instanceof Path path
                && equality.right() instanceof Literal literal) {
            return candidates(resource, path, List.of(literal));
        }
        if (condition instanceof In in
                && in.left() instanceof Path path
                && path.property().name().equals("id")) {
            return candidates(resource, path, in.candidates());
        }
        return data.rows(resource);
    }

    private Collection<Row> candidates(Resource resource, Path path, List<Literal> values) {
        boolean isNumbers = values.stream().allMatch(value -> value.value() instanceof Long);
        if (isNumbers && path.through().isEmpty() && path.property().name().equals("id")) {
            return values.stream()
                    .map(value -> data.find(resource, (Long) value.value()))
                    .filter(Objects::nonNull)
                    .distinct()
                    .sorted(Comparator.comparingLong(Row::id))
                    .toList();
        }
        if (isNumbers && path.through().isEmpty() && path.property().isReference()) {
            return data.referring(path.property(), (Long) values.get(0).value());
        }
        return data.rows(resource);
    }

    private List<Row> find(Collection<Row> rows, Options options) {
        Stream<Row> found =
                rows.stream().filter(row -> options.filter() == null || conditions.holds(options.filter(), row));
        if (!options.orderBy().isEmpty()) {
            found = found.sorted(order(options.orderBy()));
        }
        found = found.skip(options.skip());
        return (options.top() == null ? found : found.limit(options.top())).toList();
    }

    /** By the criteria, then by id, which makes the order deterministic. */
    private Comparator<Row> order(List<Order> orders) {
        Comparator<Row> comparator = Comparator.comparingLong(Row::id);
        for (int i = orders.size() - 1; i >= 0; i--) {
            Order order = orders.get(i);
            // As in PostgreSQL: null is greater than everything.
            Comparator<Row> criterion = Comparator.comparing(
                    row -> conditions.value(order.by(), row), Comparator.nullsLast(Conditions::compare));
            comparator = (order.descending() ? criterion.reversed() : criterion).thenComparing(comparator);
        }
        return comparator;
    }

    private ArrayNode objects(List<Row> rows, Options options) {
        ArrayNode objects = JSON.arrayNode();
        rows.forEach(row -> objects.add(object(row, options)));
        return objects;
    }

    private ObjectNode object(Row row, Options options) {
        Resource resource = row.resource();
        ObjectNode object = JSON.objectNode();
        Collection<Property> selected = options.select().isEmpty() ? resource.properties() : options.select();
        for (Property property : selected) {
            if (!options.select().isEmpty() || resource.isSelectedByDefault(property) && !missing.contains(property)) {
                object.set(property.name(), json(property, data.value(row, property)));
            }
        }
        for (Expand expand : options.expand()) {
            List<Row> related = find(data.related(row, expand.navigation()), expand.options());
            object.set(
                    expand.navigation().name(),
                    expand.count() ? JSON.numberNode(related.size()) : objects(related, expand.options()));
        }
        return object;
    }

    private static JsonNode json(Property property, Object value) {
        if (value == null) {
            return JSON.nullNode();
        }
        if (property.isReference()) {
            return JSON.objectNode().put("__id", (Long) value);
        }
        return switch (property.kind()) {
            case TEXT -> JSON.textNode((String) value);
            case INTEGER -> JSON.numberNode((Long) value);
            case BIG_INTEGER -> JSON.textNode(value.toString());
            case BOOLEAN -> JSON.booleanNode((Boolean) value);
            case DATE -> JSON.textNode(TIMESTAMP.format((Instant) value));
            case JSON -> (JsonNode) value;
        };
    }
}
