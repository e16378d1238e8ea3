package io.balena.releaseupdate.sandbox.odata;

import io.balena.releaseupdate.sandbox.data.Data;
import io.balena.releaseupdate.sandbox.data.Resource.Navigation;
import io.balena.releaseupdate.sandbox.data.Row;
import io.balena.releaseupdate.sandbox.odata.ODataQuery.And;
import io.balena.releaseupdate.sandbox.odata.ODataQuery.Any;
import io.balena.releaseupdate.sandbox.odata.ODataQuery.Comparison;
import io.balena.releaseupdate.sandbox.odata.ODataQuery.Expression;
import io.balena.releaseupdate.sandbox.odata.ODataQuery.In;
import io.balena.releaseupdate.sandbox.odata.ODataQuery.Literal;
import io.balena.releaseupdate.sandbox.odata.ODataQuery.Not;
import io.balena.releaseupdate.sandbox.odata.ODataQuery.Or;
import io.balena.releaseupdate.sandbox.odata.ODataQuery.Path;
import io.balena.releaseupdate.sandbox.odata.ODataQuery.Substring;
import io.balena.releaseupdate.sandbox.odata.ODataQuery.TextMatch;
import java.util.Collection;
import java.util.Objects;

/** Evaluates conditions on rows with SQL's three values: true, false and, as null, unknown. */
final class Conditions {
    private final Data data;

    Conditions(Data data) {
        this.data = data;
    }

    /** The rows bound to variables, innermost first. */
    private record Binding(String variable, Row row, Binding outer) {
        Row find(String name) {
            return name.equals(variable) ? row : outer.find(name);
        }
    }

    private static Binding root(Row row) {
        return new Binding(ODataQuery.ROOT, row, null);
    }

    /** Whether a condition is true for a row; unknown is not. */
    boolean holds(Expression condition, Row row) {
        return holds(condition, root(row));
    }

    /** The value of an expression for a row; null if unknown. */
    Object value(Expression expression, Row row) {
        return value(expression, root(row));
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
            Object left = value(and.left(), binding);
            return Boolean.FALSE.equals(left) ? left : all(left, value(and.right(), binding));
        } else if (expression instanceof Or or) {
            Object left = value(or.left(), binding);
            return Boolean.TRUE.equals(left)
                    ? left
                    : opposite(all(opposite(left), opposite(value(or.right(), binding))));
        } else if (expression instanceof Not not) {
            return opposite(value(not.operand(), binding));
        } else if (expression instanceof Comparison comparison) {
            return compare(comparison, value(comparison.left(), binding), value(comparison.right(), binding));
        } else if (expression instanceof In in) {
            Object left = value(in.left(), binding);
            return in.candidates().stream().anyMatch(candidate -> Objects.equals(left, candidate.value()));
        } else if (expression instanceof TextMatch match) {
            return matches(match, (String) value(match.text(), binding), (String) value(match.part(), binding));
        } else if (expression instanceof Substring substring) {
            return part(substring, (String) value(substring.text(), binding));
        }
        return any((Any) expression, binding);
    }

    private static String part(Substring substring, String text) {
        if (text == null) {
            return null;
        }
        int start = (int) Math.min(substring.start(), text.length());
        long length = substring.length() == null ? text.length() : substring.length();
        return text.substring(start, (int) Math.min(start + length, text.length()));
    }

    private Object value(Path path, Binding binding) {
        Row row = binding.find(path.start());
        for (Navigation navigation : path.through()) {
            Collection<Row> next = data.related(row, navigation);
            if (next.isEmpty()) {
                return null;
            }
            row = next.iterator().next();
        }
        return data.value(row, path.property());
    }

    private boolean any(Any any, Binding binding) {
        return any(any, binding, binding.find(any.start()), 0);
    }

    private boolean any(Any any, Binding binding, Row row, int step) {
        if (step == any.through().size()) {
            return holds(any.condition(), new Binding(any.variable(), row, binding));
        }
        for (Row next : data.related(row, any.through().get(step))) {
            if (any(any, binding, next, step + 1)) {
                return true;
            }
        }
        return false;
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

    /** In pinejs, null equals null and differs from everything else; an order with null is unknown. */
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
    static int compare(Object left, Object right) {
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
