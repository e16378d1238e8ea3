package io.balena.releaseupdate.sandbox.odata;

import io.balena.releaseupdate.sandbox.data.RefusedException;
import io.balena.releaseupdate.sandbox.data.Resource;
import io.balena.releaseupdate.sandbox.data.Resource.Kind;
import io.balena.releaseupdate.sandbox.data.Resource.Navigation;
import io.balena.releaseupdate.sandbox.data.Resource.Property;
import io.balena.releaseupdate.sandbox.odata.ODataQuery.And;
import io.balena.releaseupdate.sandbox.odata.ODataQuery.Any;
import io.balena.releaseupdate.sandbox.odata.ODataQuery.Comparison;
import io.balena.releaseupdate.sandbox.odata.ODataQuery.Expand;
import io.balena.releaseupdate.sandbox.odata.ODataQuery.Expression;
import io.balena.releaseupdate.sandbox.odata.ODataQuery.In;
import io.balena.releaseupdate.sandbox.odata.ODataQuery.Literal;
import io.balena.releaseupdate.sandbox.odata.ODataQuery.Not;
import io.balena.releaseupdate.sandbox.odata.ODataQuery.Operator;
import io.balena.releaseupdate.sandbox.odata.ODataQuery.Options;
import io.balena.releaseupdate.sandbox.odata.ODataQuery.Or;
import io.balena.releaseupdate.sandbox.odata.ODataQuery.Order;
import io.balena.releaseupdate.sandbox.odata.ODataQuery.Path;
import io.balena.releaseupdate.sandbox.odata.ODataQuery.Substring;
import io.balena.releaseupdate.sandbox.odata.ODataQuery.TextFunction;
import io.balena.releaseupdate.sandbox.odata.ODataQuery.TextMatch;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Parses a query in the OData dialect of balena's API (pinejs), by recursive descent over the decoded URL.
 *
 * <pre>
 * query      = resource [ "(" key ")" ] [ "/$count" ] [ "?" option { "&amp;" option } ]
 * key        = literal | "@" name | name "=" literal { "," name "=" literal }
 * option     = "$select=" … | "$expand=" … | "$filter=" or | "$orderby=" … | "$top=" n | "$skip=" n | "@" name "=" literal
 * expand     = navigation [ "/$count" ] [ "(" option { ";" option } ")" ]
 * or         = and { " or " and }          and = unary { " and " unary }
 * unary      = "not" [ " " ] unary | comparison
 * comparison = operand [ " eq " operand | … | " in (" literal { "," literal } ")" ]
 * operand    = "(" or ")" | literal | path | match "(" operand "," literal ")"
 *            | "substring(" operand "," n [ "," n ] ")"
 * path       = { navigation "/" } ( property | navigation "/any(" variable ":" or ")" )
 * </pre>
 *
 * <p>Names are resolved while parsing: an unknown property is refused even if no row is read. balena responds to it
 * with a 500 without a message; so does the sandbox.
 *
 * <p>A comparison of two properties is refused. balena accepts it, but generates SQL without the necessary parentheses:
 * {@code A and a eq b} becomes {@code A AND a=b OR a IS NULL AND b IS NULL}, which matches rows that {@code A} should
 * exclude.
 */
public final class ODataParser {
    private static final List<String> OPTIONS = List.of("$select", "$expand", "$filter", "$orderby", "$top", "$skip");

    private final String text;
    private final Set<Property> missing;
    private final Map<String, Literal> aliases = new HashMap<>();
    private int position;

    private ODataParser(String text, Set<Property> missing) {
        this.text = text;
        this.missing = missing;
    }

    /**
     * @param text the URL after {@code /v7/}, percent-decoded
     * @param missing properties that this API does not have
     * @throws RefusedException if the query is invalid or not supported
     */
    public static ODataQuery parse(String text, Set<Property> missing) {
        return new ODataParser(text, missing).query();
    }

    private ODataQuery query() {
        String name = name("a resource");
        Resource resource = Resource.named(name)
                // Unknown or not accessible; the real API does not say which.
                .orElseThrow(() -> RefusedException.silent(401, message("unknown resource '" + name + "'")));
        KeyText key = accept("(") ? key(resource) : null;
        boolean count = accept("/$count");
        if (count && key != null) {
            throw refuse("a key and $count together");
        }
        Options options = accept("?") && !atEnd() ? options(resource, "&") : Options.NONE;
        if (!atEnd()) {
            throw refuse("'" + rest() + "'");
        }
        requireFilterOnly(count, options);
        return new ODataQuery(resource, key == null ? null : resolve(resource, key), count, options);
    }

    /** A key as written; an alias gets its value later in the URL. */
    private record KeyText(Map<Property, Literal> values, String alias) {}

    private KeyText key(Resource resource) {
        KeyText key;
        if (accept("@")) {
            key = new KeyText(Map.of(), name("a parameter's name"));
        } else if (atLiteral()) {
            key = new KeyText(Map.of(resource.require("id"), literal()), null);
        } else {
            key = new KeyText(namedKey(resource), null);
        }
        expect(")");
        return key;
    }

    private Map<Property, Literal> namedKey(Resource resource) {
        Map<String, Literal> values = new LinkedHashMap<>();
        do {
            String name = name("a key");
            if (!accept("=")) {
                throw refuse("'" + name + "' as a key of " + resource.apiName());
            }
            values.put(name, literal());
        } while (accept(","));
        if (!resource.isKey(values.keySet())) {
            throw refuse("'" + String.join("', '", values.keySet()) + "' is not a key of " + resource.apiName());
        }
        Map<Property, Literal> key = new LinkedHashMap<>();
        values.forEach((name, value) -> key.put(property(resource, name), value));
        return key;
    }

    private Expression resolve(Resource resource, KeyText key) {
        Map<Property, Literal> values = key.values();
        if (key.alias() != null) {
            Literal value = aliases.get(key.alias());
            if (value == null) {
                throw refuse("no value for the parameter '@" + key.alias() + "'");
            }
            values = Map.of(resource.require("id"), value);
        }
        return values.entrySet().stream()
                .map(part -> (Expression)
                        comparison(Operator.EQ, new Path(ODataQuery.ROOT, List.of(), part.getKey()), part.getValue()))
                .reduce(And::new)
                .orElseThrow();
    }

    private Options options(Resource resource, String separator) {
        List<Property> select = List.of();
        List<Expand> expand = List.of();
        Expression filter = null;
        List<Order> orderBy = List.of();
        Long top = null;
        long skip = 0;
        Set<String> seen = new HashSet<>();
        do {
            if (separator.equals("&") && accept("@")) {
                String alias = name("a parameter's name");
                expect("=");
                aliases.put(alias, literal());
                continue;
            }
            String option = option();
            if (!seen.add(option)) {
                throw refuse(option + " twice");
            }
            switch (option) {
                case "$select" -> select = select(resource);
                case "$expand" -> expand = expand(resource);
                case "$filter" -> filter = condition(new Scope(ODataQuery.ROOT, resource, null));
                case "$orderby" -> orderBy = orderBy(new Scope(ODataQuery.ROOT, resource, null));
                case "$top" -> top = number();
                default -> skip = number();
            }
        } while (accept(separator));
        return new Options(select, expand, filter, orderBy, top, skip);
    }

    private String option() {
        for (String option : OPTIONS) {
            if (accept(option + "=")) {
                return option;
            }
        }
        throw refuse("the option '" + rest() + "'; known are " + String.join(", ", OPTIONS));
    }

    private List<Property> select(Resource resource) {
        List<Property> select = new ArrayList<>();
        do {
            select.add(property(resource, name("a property")));
        } while (accept(","));
        return select;
    }

    private List<Expand> expand(Resource resource) {
        List<Expand> expand = new ArrayList<>();
        do {
            Navigation navigation = navigation(resource, name("a navigation"));
            boolean count = accept("/$count");
            Options options = Options.NONE;
            if (accept("(")) {
                options = options(navigation.target(), ";");
                expect(")");
            }
            requireFilterOnly(count, options);
            if (expand.stream().anyMatch(other -> other.navigation().equals(navigation))) {
                throw refuse(navigation.name() + " expanded twice, of which balena answers the last only");
            }
            expand.add(new Expand(navigation, count, options));
        } while (accept(","));
        return expand;
    }

    private void requireFilterOnly(boolean count, Options options) {
        if (count && !options.isFilterOnly()) {
            throw refuse("$count with another option than $filter");
        }
    }

    private List<Order> orderBy(Scope scope) {
        List<Order> orders = new ArrayList<>();
        do {
            if (!(path(scope) instanceof Path path)) {
                throw refuse("any() in $orderby");
            }
            // Without a direction it is descending, as in pinejs and unlike OData.
            boolean ascending = accept(" asc");
            if (!ascending) {
                accept(" desc");
            }
            orders.add(new Order(path, !ascending));
        } while (accept(","));
        return orders;
    }

    /** The visible variables, innermost first; the last one is the query's row. */
    private record Scope(String variable, Resource resource, Scope outer) {
        Optional<Resource> find(String name) {
            return name.equals(variable) ? Optional.of(resource) : outer == null ? Optional.empty() : outer.find(name);
        }
    }

    private Expression condition(Scope scope) {
        return requireCondition(or(scope));
    }

    private Expression or(Scope scope) {
        Expression left = and(scope);
        while (accept(" or ")) {
            left = new Or(requireCondition(left), requireCondition(and(scope)));
        }
        return left;
    }

    private Expression and(Scope scope) {
        Expression left = unary(scope);
        while (accept(" and ")) {
            left = new And(requireCondition(left), requireCondition(unary(scope)));
        }
        return left;
    }

    private Expression unary(Scope scope) {
        return accept("not ") || at("not(") && accept("not")
                ? new Not(requireCondition(unary(scope)))
                : comparison(scope);
    }

    private Expression comparison(Scope scope) {
        Expression left = operand(scope);
        for (Operator operator : Operator.values()) {
            if (accept(" " + operator.name().toLowerCase(Locale.ROOT) + " ")) {
                return comparison(operator, left, operand(scope));
            }
        }
        if (accept(" in (")) {
            List<Literal> candidates = new ArrayList<>();
            do {
                accept(" ");
                Literal candidate = literal();
                requireComparable(left, candidate);
                candidates.add(candidate);
            } while (accept(","));
            expect(")");
            return new In(left, candidates);
        }
        return left;
    }

    private Comparison comparison(Operator operator, Expression left, Expression right) {
        if (!(left instanceof Literal) && !(right instanceof Literal)) {
            throw refuse("a comparison of two properties, which balena takes for something else");
        }
        requireComparable(left, right);
        requireComparable(right, left);
        return new Comparison(operator, left, right);
    }

    private Expression operand(Scope scope) {
        if (accept("(")) {
            Expression inner = or(scope);
            expect(")");
            return inner;
        }
        if (atLiteral()) {
            return literal();
        }
        for (TextFunction function : TextFunction.values()) {
            if (accept(function.name().toLowerCase(Locale.ROOT) + "(")) {
                return textMatch(function, scope);
            }
        }
        return accept("substring(") ? substring(scope) : path(scope);
    }

    private Substring substring(Scope scope) {
        Expression whole = requireText(operand(scope));
        expect(",");
        accept(" ");
        long start = number();
        Long length = null;
        if (accept(",")) {
            accept(" ");
            length = number();
        }
        expect(")");
        return new Substring(whole, start, length);
    }

    private TextMatch textMatch(TextFunction function, Scope scope) {
        Expression whole = requireText(operand(scope));
        expect(",");
        accept(" ");
        Expression part = requireText(operand(scope));
        if (!(part instanceof Literal)) {
            throw refuse("a comparison of two properties");
        }
        expect(")");
        return new TextMatch(function, whole, part);
    }

    private Expression path(Scope scope) {
        String name = name("a property, a function or a value");
        if (at("(")) {
            throw refuse("the function '" + name + "'");
        }
        String start = ODataQuery.ROOT;
        if (scope.find(name).isPresent()) {
            start = name;
            expect("/");
            name = name("a property");
        }
        Resource resource = scope.find(start).orElseThrow();
        List<Navigation> through = new ArrayList<>();
        while (accept("/")) {
            Navigation navigation = navigation(resource, name);
            through.add(navigation);
            resource = navigation.target();
            if (accept("any(")) {
                return any(start, through, scope);
            }
            if (!navigation.toOne()) {
                throw refuse("'" + name + "' leads to many rows: '" + name + "/" + rest() + "' instead of any(…)");
            }
            name = name("a property");
        }
        return new Path(start, through, property(resource, name));
    }

    private Any any(String start, List<Navigation> through, Scope scope) {
        String variable = name("a variable");
        expect(":");
        Resource resource = through.get(through.size() - 1).target();
        Expression condition = condition(new Scope(variable, resource, scope));
        expect(")");
        return new Any(start, through, variable, condition);
    }

    private boolean atLiteral() {
        if (atEnd()) {
            return false;
        }
        char next = text.charAt(position);
        return next == '\''
                || next == '-'
                || isDigit(next)
                || at("datetime'")
                || atWord("true")
                || atWord("false")
                || atWord("null");
    }

    private Literal literal() {
        if (accept("datetime'")) {
            return new Literal(instant(quotedRest()), Kind.DATE);
        }
        if (accept("'")) {
            return new Literal(quotedRest(), Kind.TEXT);
        }
        if (atWord("true") || atWord("false")) {
            return new Literal(name("a value").equals("true"), Kind.BOOLEAN);
        }
        if (atWord("null")) {
            name("a value");
            return new Literal(null, null);
        }
        boolean negative = accept("-");
        long number = number();
        return new Literal(negative ? -number : number, Kind.INTEGER);
    }

    /** The text up to the closing quote; a doubled quote stands for one. */
    private String quotedRest() {
        StringBuilder value = new StringBuilder();
        while (true) {
            int quote = text.indexOf('\'', position);
            if (quote < 0) {
                throw refuse("a text without its closing quote");
            }
            value.append(text, position, quote);
            position = quote + 1;
            if (!accept("'")) {
                return value.toString();
            }
            value.append('\'');
        }
    }

    private Instant instant(String value) {
        try {
            return Instant.parse(value);
        } catch (DateTimeParseException e) {
            throw refuse("the time '" + value + "'");
        }
    }

    private long number() {
        int start = position;
        while (!atEnd() && isDigit(text.charAt(position))) {
            position++;
        }
        String digits = text.substring(start, position);
        if (digits.isEmpty()) {
            throw refuse("'" + rest() + "' where a number is expected");
        }
        if (digits.length() > 18) {
            throw outOfRange();
        }
        return Long.parseLong(digits);
    }

    private String name(String expected) {
        int start = position;
        while (!atEnd() && isNamePart(text.charAt(position))) {
            position++;
        }
        if (start == position) {
            throw refuse("'" + rest() + "' where " + expected + " is expected");
        }
        return text.substring(start, position);
    }

    private Property property(Resource resource, String name) {
        return resource.property(name)
                .filter(property -> !missing.contains(property))
                .orElseThrow(() -> unknown("property '" + name + "' of " + resource.apiName()));
    }

    private Navigation navigation(Resource resource, String name) {
        return resource.navigation(name)
                .orElseThrow(() -> unknown("navigation '" + name + "' of " + resource.apiName()));
    }

    private Expression requireCondition(Expression expression) {
        if (expression.kind() != Kind.BOOLEAN) {
            throw refuse("a value where a condition is expected");
        }
        return expression;
    }

    private Expression requireText(Expression expression) {
        if (expression.kind() != Kind.TEXT) {
            throw refuse("a text function of something that is not text");
        }
        return expression;
    }

    private void requireComparable(Expression left, Expression right) {
        boolean numbers = isNumber(left.kind()) && isNumber(right.kind());
        if (left.kind() == Kind.JSON
                || !(numbers || left.kind() == right.kind() || left.kind() == null || right.kind() == null)) {
            throw refuse("a comparison of " + left.kind() + " with " + right.kind());
        }
        // PostgreSQL converts the literal to the column's type.
        if (left instanceof Path
                && left.kind() == Kind.INTEGER
                && right instanceof Literal literal
                && literal.value() instanceof Long number
                && number != number.intValue()) {
            throw outOfRange();
        }
    }

    /** The real API's response to an id beyond 32 bits. */
    private static RefusedException outOfRange() {
        return RefusedException.silent(500, "an id beyond 32 bits");
    }

    private static boolean isNumber(Kind kind) {
        return kind == Kind.INTEGER || kind == Kind.BIG_INTEGER;
    }

    private boolean at(String token) {
        return text.startsWith(token, position);
    }

    private boolean atWord(String word) {
        int end = position + word.length();
        return at(word) && (end == text.length() || !isNamePart(text.charAt(end)) && text.charAt(end) != '/');
    }

    private boolean accept(String token) {
        if (!at(token)) {
            return false;
        }
        position += token.length();
        return true;
    }

    private void expect(String token) {
        if (!accept(token)) {
            throw refuse("'" + rest() + "' where '" + token + "' is expected");
        }
    }

    private boolean atEnd() {
        return position == text.length();
    }

    private String rest() {
        int end = Math.min(text.length(), position + 60);
        return text.substring(position, end) + (end < text.length() ? "…" : "");
    }

    private RefusedException refuse(String what) {
        return RefusedException.notUnderstood(message(what));
    }

    private RefusedException unknown(String what) {
        return RefusedException.silent(500, message("unknown " + what));
    }

    private String message(String what) {
        return "The sandbox does not understand " + what + ", at character " + position + " of: " + text;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isNamePart(char c) {
        return c == '_' || isDigit(c) || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
