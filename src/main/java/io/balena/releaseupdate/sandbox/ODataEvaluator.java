package io.balena.releaseupdate.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.balena.releaseupdate.sandbox.ODataQuery.And;
import io.balena.releaseupdate.sandbox.ODataQuery.Any;
import io.balena.releaseupdate.sandbox.ODataQuery.Comparison;
import io.balena.releaseupdate.sandbox.ODataQuery.Expand;
import io.balena.releaseupdate.sandbox.ODataQuery.Expression;
import io.balena.releaseupdate.sandbox.ODataQuery.In;
import io.balena.releaseupdate.sandbox.ODataQuery.Literal;
import io.balena.releaseupdate.sandbox.ODataQuery.Not;
import io.balena.releaseupdate.sandbox.ODataQuery.Options;
import io.balena.releaseupdate.sandbox.ODataQuery.Or;
import io.balena.releaseupdate.sandbox.ODataQuery.Order;
import io.balena.releaseupdate.sandbox.ODataQuery.Path;
import io.balena.releaseupdate.sandbox.ODataQuery.TextMatch;
import io.balena.releaseupdate.sandbox.Resource.Navigation;
import io.balena.releaseupdate.sandbox.Resource.Property;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/** Answers queries from a {@link World}, in the form of the real API. */
final class ODataEvaluator {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final World world;

    ODataEvaluator(World world) {
        this.world = world;
    }

    /** {@code {"d":[…]}}, or {@code {"d":n}} for a count. */
    ObjectNode answer(ODataQuery query) {
        synchronized (world) {
            List<Row> rows = find(query);
            JsonNode d = query.count() ? JSON.numberNode(rows.size()) : objects(rows, query.options());
            return JSON.objectNode().set("d", d);
        }
    }

    /** The rows that the key and the options ask for. */
    List<Row> find(ODataQuery query) {
        synchronized (world) {
            List<Row> keyed = world.rows(query.resource()).stream()
                    .filter(row -> query.key() == null || holds(query.key(), root(row)))
                    .toList();
            return find(keyed, query.options());
        }
    }

    private List<Row> find(Collection<Row> rows, Options options) {
        Stream<Row> found = rows.stream()
                .filter(row -> options.filter() == null || holds(options.filter(), root(row)))
                .sorted(order(options.orderBy()))
                .skip(options.skip());
        return (options.top() == null ? found : found.limit(options.top())).toList();
    }

    /** By the criteria, and by id among equals: an order that depends on nothing but the query. */
    private Comparator<Row> order(List<Order> orders) {
        Comparator<Row> comparator = Comparator.comparingLong(Row::id);
        for (int i = orders.size() - 1; i >= 0; i--) {
            Order order = orders.get(i);
            // As in PostgreSQL: null is greater than everything.
            Comparator<Row> criterion = Comparator.comparing(
                    row -> value(order.by(), root(row)), Comparator.nullsLast(ODataEvaluator::compare));
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
            if (!options.select().isEmpty() || resource.isSelectedByDefault(property)) {
                boolean reference = resource.navigation(property.name()).isPresent();
                object.set(property.name(), json(property, world.value(row, property.name()), reference));
            }
        }
        for (Expand expand : options.expand()) {
            List<Row> related = find(world.related(row, expand.navigation()), expand.options());
            object.set(
                    expand.navigation().name(),
                    expand.count() ? JSON.numberNode(related.size()) : objects(related, expand.options()));
        }
        return object;
    }

    private static JsonNode json(Property property, Object value, boolean reference) {
        if (value == null) {
            return JSON.nullNode();
        }
        if (reference) {
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

    /** The rows that variables stand for, innermost first. */
    private record Binding(String variable, Row row, Binding outer) {
        Row find(String name) {
            return name.equals(variable) ? row : outer.find(name);
        }
    }

    private static Binding root(Row row) {
        return new Binding(ODataQuery.ROOT, row, null);
    }

    private boolean holds(Expression condition, Binding binding) {
        return Boolean.TRUE.equals(value(condition, binding));
    }

    private Object value(Expression expression, Binding binding) {
        if (expression instanceof Literal literal) {
            return literal.value();
        } else if (expression instanceof Path path) {
            return value(path, binding);
        } else if (expression instanceof And and) {
            return all(value(and.left(), binding), value(and.right(), binding));
        } else if (expression instanceof Or or) {
            return opposite(all(opposite(value(or.left(), binding)), opposite(value(or.right(), binding))));
        } else if (expression instanceof Not not) {
            return opposite(value(not.operand(), binding));
        } else if (expression instanceof Comparison comparison) {
            return compare(comparison, value(comparison.left(), binding), value(comparison.right(), binding));
        } else if (expression instanceof In in) {
            Object left = value(in.left(), binding);
            return in.candidates().stream().anyMatch(candidate -> Objects.equals(left, candidate.value()));
        } else if (expression instanceof TextMatch match) {
            return matches(match, (String) value(match.text(), binding), (String) value(match.part(), binding));
        }
        return any((Any) expression, binding);
    }

    private Object value(Path path, Binding binding) {
        List<Row> rows = follow(binding.find(path.start()), path.through());
        return rows.isEmpty() ? null : world.value(rows.get(0), path.property().name());
    }

    private boolean any(Any any, Binding binding) {
        return follow(binding.find(any.start()), any.through()).stream()
                .anyMatch(row -> holds(any.condition(), new Binding(any.variable(), row, binding)));
    }

    private List<Row> follow(Row start, List<Navigation> through) {
        List<Row> rows = List.of(start);
        for (Navigation navigation : through) {
            rows = rows.stream()
                    .flatMap(row -> world.related(row, navigation).stream())
                    .toList();
        }
        return rows;
    }

    /** SQL's AND: false if either is false, else unknown if either is unknown. */
    private static Object all(Object left, Object right) {
        if (Boolean.FALSE.equals(left) || Boolean.FALSE.equals(right)) {
            return false;
        }
        return left == null || right == null ? null : true;
    }

    private static Object opposite(Object condition) {
        return condition == null ? null : !(Boolean) condition;
    }

    /** pinejs lets null be equal to null and different from all else; an order with null is unknown. */
    private static Object compare(Comparison comparison, Object left, Object right) {
        return switch (comparison.operator()) {
            case EQ -> Objects.equals(left, right);
            case NE -> !Objects.equals(left, right);
            case GT -> left == null || right == null ? null : compare(left, right) > 0;
            case GE -> left == null || right == null ? null : compare(left, right) >= 0;
            case LT -> left == null || right == null ? null : compare(left, right) < 0;
            case LE -> left == null || right == null ? null : compare(left, right) <= 0;
        };
    }

    /** Both of the same type: the parser compares nothing else. */
    @SuppressWarnings("unchecked")
    private static int compare(Object left, Object right) {
        return ((Comparable<Object>) left).compareTo(right);
    }

    private static Object matches(TextMatch match, String text, String part) {
        if (text == null || part == null) {
            return null;
        }
        return switch (match.function()) {
            case STARTSWITH -> text.startsWith(part);
            case ENDSWITH -> text.endsWith(part);
            case CONTAINS -> text.contains(part);
        };
    }
}
