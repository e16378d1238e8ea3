package io.balena.releaseupdate.sandbox;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * One way in which a sandbox misbehaves, written {@code PLACE=KIND[/VALUE][*TIMES]}: {@code describe=503*2} fails the
 * first two release queries, {@code build/main=fail} every delta of the service {@code main}. Without {@code *TIMES} it
 * happens every time. Of several faults for one request the first that is not used up happens, so that
 * {@code deltas=429*1} and {@code deltas=reset*1} come one after the other.
 *
 * <p>PLACE is where:
 *
 * <table>
 * <caption>Places</caption>
 * <tr><td>{@code describe}</td><td>GET of releases</td></tr>
 * <tr><td>{@code deltas}</td><td>GET of deltas, from the API</td></tr>
 * <tr><td>{@code poll}</td><td>the same, but for the first one since the sandbox started</td></tr>
 * <tr><td>{@code trigger}</td><td>a request to the delta server</td></tr>
 * <tr><td>{@code fleet}</td><td>GET of applications or devices</td></tr>
 * <tr><td>{@code pin}</td><td>PATCH of an application</td></tr>
 * <tr><td>{@code whoami}, {@code refresh}</td><td>the session's requests</td></tr>
 * <tr><td>{@code any}</td><td>every request</td></tr>
 * <tr><td>{@code build}, {@code build/SERVICE}</td><td>the building of a delta; TIMES counts per pair of images</td></tr>
 * <tr><td>{@code repin}</td><td>right after each delta query of the API has been answered</td></tr>
 * </table>
 *
 * <p>KIND is what, for requests:
 *
 * <table>
 * <caption>Kinds</caption>
 * <tr><td>{@code 400} … {@code 599}</td><td>that status with a short text; {@code 429/5} and {@code 503/5} with
 * {@code Retry-After: 5}; 429 alone with 1</td></tr>
 * <tr><td>{@code hang}</td><td>never answers and keeps the connection</td></tr>
 * <tr><td>{@code reset}</td><td>resets the connection</td></tr>
 * <tr><td>{@code lost}</td><td>does what was asked, then resets the connection instead of answering</td></tr>
 * <tr><td>{@code truncate}</td><td>closes the connection in the middle of the body</td></tr>
 * <tr><td>{@code slow/SECONDS}</td><td>answers correctly but late; fractions allowed</td></tr>
 * <tr><td>{@code html}, {@code empty}, {@code object}</td><td>200 with an HTML page, nothing, {@code {}}</td></tr>
 * <tr><td>{@code garbage}</td><td>200 with JSON that ends in the middle, of the announced length</td></tr>
 * <tr><td>{@code wrong-type}</td><td>200 with a row whose properties are of other types</td></tr>
 * <tr><td>{@code redirect}</td><td>302 to another port, see {@link Sandbox#redirectedRequests()}</td></tr>
 * <tr><td>{@code expired}</td><td>from this request on no token is valid any more</td></tr>
 * </table>
 *
 * <p>For {@code build}: {@code fail} (it ends as {@code failed}) and {@code stuck} (it stays {@code running} but is
 * never updated again). For {@code repin}: {@code someone/RELEASE_ID}, somebody else pins that release's fleet to it.
 *
 * @param place where it happens
 * @param service the service whose builds it is about; empty for all, and for requests
 * @param effect what happens
 * @param times how often, {@link Integer#MAX_VALUE} for every time
 */
public record Fault(Place place, String service, Effect effect, int times) {

    /** Where a fault happens. */
    public enum Place {
        DESCRIBE,
        DELTAS,
        POLL,
        TRIGGER,
        FLEET,
        PIN,
        WHOAMI,
        REFRESH,
        ANY,
        BUILD,
        REPIN
    }

    /** What happens. */
    public sealed interface Effect {}

    /** An error status; {@code retryAfterSeconds} is negative for none. */
    public record Status(int code, int retryAfterSeconds) implements Effect {}

    /** The right answer, late. */
    public record Slow(Duration by) implements Effect {}

    /** Somebody else pins the release's fleet to it. */
    public record Repin(long release) implements Effect {}

    /** An effect without a value, for requests. */
    public enum Disturbance implements Effect {
        HANG,
        RESET,
        LOST,
        TRUNCATE,
        HTML,
        EMPTY,
        OBJECT,
        GARBAGE,
        WRONG_TYPE,
        REDIRECT,
        EXPIRED
    }

    /** How the building of a delta goes wrong. */
    public enum BuildFailure implements Effect {
        FAIL,
        STUCK
    }

    /** A fault whose parts don't go together is refused. */
    public Fault {
        Objects.requireNonNull(service);
        boolean fits =
                switch (place) {
                    case BUILD -> effect instanceof BuildFailure;
                    case REPIN -> effect instanceof Repin;
                    default -> !(effect instanceof BuildFailure || effect instanceof Repin);
                };
        if (!fits || !service.isEmpty() && place != Place.BUILD || times < 1) {
            throw new IllegalArgumentException(effect + " of '" + service + "' can't happen at " + place);
        }
    }

    /**
     * Reads a fault as written above.
     *
     * @throws IllegalArgumentException with a message for the person who wrote it
     */
    public static Fault parse(String spec) {
        int equals = spec.indexOf('=');
        if (equals < 0) {
            throw refuse(spec, "write PLACE=KIND, PLACE=KIND/VALUE or PLACE=KIND*TIMES, as in describe=503*2");
        }
        String place = spec.substring(0, equals);
        String kind = spec.substring(equals + 1);
        int times = Integer.MAX_VALUE;
        int star = kind.lastIndexOf('*');
        if (star >= 0) {
            times = number(spec, kind.substring(star + 1), 1, Integer.MAX_VALUE);
            kind = kind.substring(0, star);
        }
        String service = "";
        if (place.startsWith("build/")) {
            service = place.substring("build/".length());
            place = "build";
            if (service.isEmpty()) {
                throw refuse(spec, "build/ needs a service's name");
            }
        }
        Place parsedPlace = constant(Place.values(), place);
        if (parsedPlace == null) {
            throw refuse(spec, "the place is one of " + names(Place.values()) + " or build/SERVICE");
        }
        return new Fault(parsedPlace, service, effect(spec, parsedPlace, kind), times);
    }

    private static Effect effect(String spec, Place place, String kind) {
        return switch (place) {
            case BUILD -> buildFailure(spec, kind);
            case REPIN -> repin(spec, kind);
            default -> requestEffect(spec, kind);
        };
    }

    private static Effect buildFailure(String spec, String kind) {
        Effect failure = constant(BuildFailure.values(), kind);
        if (failure == null) {
            throw refuse(spec, "a build can " + names(BuildFailure.values()));
        }
        return failure;
    }

    private static Effect repin(String spec, String kind) {
        String prefix = "someone/";
        if (!kind.startsWith(prefix)) {
            throw refuse(spec, "write repin=someone/RELEASE_ID");
        }
        return new Repin(number(spec, kind.substring(prefix.length()), 1, Integer.MAX_VALUE));
    }

    private static Effect requestEffect(String spec, String kind) {
        int slash = kind.indexOf('/');
        String name = slash < 0 ? kind : kind.substring(0, slash);
        String value = slash < 0 ? null : kind.substring(slash + 1);
        if (name.matches("[0-9]+")) {
            int code = number(spec, name, 400, 599);
            if (value != null && code != 429 && code != 503) {
                throw refuse(spec, "only 429 and 503 take a Retry-After");
            }
            int retryAfter = value != null ? number(spec, value, 0, Integer.MAX_VALUE) : code == 429 ? 1 : -1;
            return new Status(code, retryAfter);
        }
        if (name.equals("slow")) {
            return new Slow(seconds(spec, value));
        }
        Effect disturbance = constant(Disturbance.values(), name);
        if (disturbance == null) {
            throw refuse(
                    spec,
                    "the kind is a status from 400 to 599, slow/SECONDS or one of " + names(Disturbance.values()));
        }
        if (value != null) {
            throw refuse(spec, name + " takes no value");
        }
        return disturbance;
    }

    private static Duration seconds(String spec, String value) {
        if (value == null || !value.matches("[0-9]{1,6}([.][0-9]{1,3})?")) {
            throw refuse(spec, "write slow/SECONDS, as in slow/2 or slow/0.5");
        }
        return Duration.ofMillis(Math.round(Double.parseDouble(value) * 1000));
    }

    private static int number(String spec, String digits, int min, int max) {
        if (digits.matches("[0-9]{1,10}")) {
            long number = Long.parseLong(digits);
            if (number >= min && number <= max) {
                return (int) number;
            }
        }
        String range = max == Integer.MAX_VALUE ? "of at least " + min : "from " + min + " to " + max;
        throw refuse(spec, "'" + digits + "' is not a whole number " + range);
    }

    private static <E extends Enum<E>> E constant(E[] constants, String name) {
        for (E constant : constants) {
            if (name(constant).equals(name)) {
                return constant;
            }
        }
        return null;
    }

    private static String names(Enum<?>[] constants) {
        return Arrays.stream(constants).map(Fault::name).collect(Collectors.joining(", "));
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static IllegalArgumentException refuse(String spec, String why) {
        return new IllegalArgumentException("Invalid fault '" + spec + "': " + why);
    }
}
