package io.balena.releaseupdate.sandbox.odata;

import io.balena.releaseupdate.sandbox.data.Resource;
import io.balena.releaseupdate.sandbox.data.Resource.Kind;
import io.balena.releaseupdate.sandbox.data.Resource.Navigation;
import io.balena.releaseupdate.sandbox.data.Resource.Property;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A query of the API, understood: all names are resolved and all comparisons are of things that compare.
 *
 * @param key what the parentheses after the resource select, or null
 * @param count whether only the number of rows is wanted
 */
public record ODataQuery(Resource resource, Expression key, boolean count, Options options) {

    /** What the key gives, by property; empty without a key. */
    public Map<String, Object> keyValues() {
        Map<String, Object> values = new HashMap<>();
        collect(key, values);
        return values;
    }

    private static void collect(Expression key, Map<String, Object> values) {
        if (key instanceof And and) {
            collect(and.left(), values);
            collect(and.right(), values);
        } else if (key instanceof Comparison part
                && part.left() instanceof Path path
                && part.right() instanceof Literal literal) {
            values.put(path.property().name(), literal.value());
        }
    }

    /**
     * The options of a resource, or of one that is expanded.
     *
     * @param select empty if the client selected nothing in particular
     * @param filter null for all rows
     * @param top null for no limit
     */
    public record Options(
            List<Property> select, List<Expand> expand, Expression filter, List<Order> orderBy, Long top, long skip) {
        static final Options NONE = new Options(List.of(), List.of(), null, List.of(), null, 0);

        /** Whether it has no option but, perhaps, a filter. */
        public boolean isFilterOnly() {
            return equals(new Options(List.of(), List.of(), filter, List.of(), null, 0));
        }
    }

    /** A related resource that comes with its owner; with {@code count} only the number of rows. */
    public record Expand(Navigation navigation, boolean count, Options options) {}

    /** One criterion of an order. */
    public record Order(Path by, boolean descending) {}

    /** Something that has a value for a row; null stands for "unknown", as in SQL. */
    public sealed interface Expression {
        /** What kind of value it has; null if that is always null. */
        Kind kind();
    }

    /** An expression that is true, false or unknown. */
    public sealed interface Condition extends Expression {
        @Override
        default Kind kind() {
            return Kind.BOOLEAN;
        }
    }

    /** Both. */
    public record And(Expression left, Expression right) implements Condition {}

    /** Either, or both. */
    public record Or(Expression left, Expression right) implements Condition {}

    /** The opposite. */
    public record Not(Expression operand) implements Condition {}

    /** Of a value with a literal, or of two literals. */
    public record Comparison(Operator operator, Expression left, Expression right) implements Condition {}

    /** Whether a value is one of these. */
    public record In(Expression left, List<Literal> candidates) implements Condition {}

    /** Whether a text has a part, which is a literal. */
    public record TextMatch(TextFunction function, Expression text, Expression part) implements Condition {}

    /** @param length null for all that follows */
    public record Substring(Expression text, long start, Long length) implements Expression {
        @Override
        public Kind kind() {
            return Kind.TEXT;
        }
    }

    /** Whether {@code condition} holds for any row that the path leads to, bound to {@code variable}. */
    public record Any(String start, List<Navigation> through, String variable, Expression condition)
            implements Condition {}

    /**
     * A property, reached over to-one navigations.
     *
     * @param start the lambda variable it starts at, or {@link #ROOT}
     */
    public record Path(String start, List<Navigation> through, Property property) implements Expression {
        @Override
        public Kind kind() {
            return property.kind();
        }
    }

    /** A value that the query gives. */
    public record Literal(Object value, Kind kind) implements Expression {}

    /** The row that the query is about, among the variables. */
    static final String ROOT = "";

    /** How values are compared. */
    public enum Operator {
        EQ,
        NE,
        GT,
        GE,
        LT,
        LE
    }

    /** Where in a text its part is. */
    public enum TextFunction {
        STARTSWITH,
        ENDSWITH,
        CONTAINS
    }
}
