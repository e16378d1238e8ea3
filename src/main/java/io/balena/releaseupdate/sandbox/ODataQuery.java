package io.balena.releaseupdate.sandbox;

import io.balena.releaseupdate.sandbox.Resource.Kind;
import io.balena.releaseupdate.sandbox.Resource.Navigation;
import io.balena.releaseupdate.sandbox.Resource.Property;
import java.util.List;

/**
 * A query of the API, understood: all names are resolved and all comparisons are of things that compare.
 *
 * @param key what the parentheses after the resource ask for, or null
 * @param count whether only the number of rows is wanted
 */
record ODataQuery(Resource resource, Expression key, boolean count, Options options) {

    /**
     * The options of a resource, or of one that is expanded.
     *
     * @param select empty if the client selected nothing in particular
     * @param filter null for all rows
     * @param top null for no limit
     */
    record Options(
            List<Property> select, List<Expand> expand, Expression filter, List<Order> orderBy, Long top, long skip) {
        static final Options NONE = new Options(List.of(), List.of(), null, List.of(), null, 0);

        boolean isFilterOnly() {
            return equals(new Options(List.of(), List.of(), filter, List.of(), null, 0));
        }
    }

    /** A related resource that comes with its owner; with {@code count} only the number of rows. */
    record Expand(Navigation navigation, boolean count, Options options) {}

    /** One criterion of an order. */
    record Order(Path by, boolean descending) {}

    /** Something that has a value for a row; null stands for "unknown", as in SQL. */
    sealed interface Expression {
        /** What kind of value it has; null if that is always null. */
        Kind kind();
    }

    /** An expression that is true, false or unknown. */
    sealed interface Condition extends Expression {
        @Override
        default Kind kind() {
            return Kind.BOOLEAN;
        }
    }

    record And(Expression left, Expression right) implements Condition {}

    record Or(Expression left, Expression right) implements Condition {}

    record Not(Expression operand) implements Condition {}

    record Comparison(Operator operator, Expression left, Expression right) implements Condition {}

    record In(Expression left, List<Literal> candidates) implements Condition {}

    record TextMatch(TextFunction function, Expression text, Expression part) implements Condition {}

    /** Whether {@code condition} holds for any row that the path leads to, bound to {@code variable}. */
    record Any(String start, List<Navigation> through, String variable, Expression condition) implements Condition {}

    /**
     * A property, reached over to-one navigations.
     *
     * @param start the lambda variable it starts at, or {@link #ROOT}
     */
    record Path(String start, List<Navigation> through, Property property) implements Expression {
        @Override
        public Kind kind() {
            return property.kind();
        }
    }

    record Literal(Object value, Kind kind) implements Expression {}

    /** The row that the query is about, among the variables. */
    static final String ROOT = "";

    enum Operator {
        EQ,
        NE,
        GT,
        GE,
        LT,
        LE
    }

    enum TextFunction {
        STARTSWITH,
        ENDSWITH,
        CONTAINS
    }
}
