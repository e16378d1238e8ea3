package io.balena.releaseupdate.sandbox.odata;

import io.balena.releaseupdate.sandbox.data.Resource;
import io.balena.releaseupdate.sandbox.data.Resource.Kind;
import io.balena.releaseupdate.sandbox.data.Resource.Navigation;
import io.balena.releaseupdate.sandbox.data.Resource.Property;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A parsed query of the API: all names are resolved, and all comparisons have compatible types.
 *
 * @param key the condition in the parentheses after the resource, or null
 * @param count whether only the number of rows is requested
 */
public record ODataQuery(Resource resource, Expression key, boolean count, Options options) {

    /** The key's values by property; empty without a key. */
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
     * @param select the selected properties; empty without {@code $select}
     * @param filter null for all rows
     * @param top null for no limit
     */
    public record Options(
            List<Property> select, List<Expand> expand, Expression filter, List<Order> orderBy, Long top, long skip) {
        static final Options NONE = new Options(List.of(), List.of(), null, List.of(), null, 0);

        /** Whether it has no option other than a filter. */
        public boolean isFilterOnly() {
            return equals(new Options(List.of(), List.of(), filter, List.of(), null, 0));
        }
    }

    /** A related resource included with its owner; with {@code count}, only the number of rows. */
    public record Expand(Navigation navigation, boolean count, Options options) {}

    /** One criterion of an order. */
    public record Order(Path by, boolean descending) {}

    /** An expression with a value for each row; null means "unknown", as in SQL. */
    public sealed interface Expression {
        /** The type of its value; null if the value is always null. */
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

    /** A comparison of a value with a literal, or of two literals. */
    public record Comparison(Operator operator, Expression left, Expression right) implements Condition {}

    /** Whether a value is one of these. */
    public record In(Expression left, List<Literal> candidates) implements Condition {}

    /** Whether a text contains a part, which is a literal. */
    public record TextMatch(TextFunction function, Expression text, Expression part) implements Condition {}

    /** @param length null for all that follows */
    public record Substring(Expression text, long start, Long length) implements Expression {
        @Override
        public Kind kind() {
            return Kind.TEXT;
        }
    }

    /** Whether {@code condition} holds for any row that the path reaches, bound to {@code variable}. */
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

    /** A value in the query. */
    public record Literal(Object value, Kind kind) implements Expression {}

    /** The variable of the query's row. */
    static final String ROOT = "";

    /** Comparison operators. */
    public enum Operator {
        EQ,
        NE,
        GT,
        GE,
        LT,
        LE
    }

    /** Text functions. */
    public enum TextFunction {
        STARTSWITH,
        ENDSWITH,
        CONTAINS
    }
}
