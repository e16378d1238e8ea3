package io.balena.releaseupdate.sandbox;

import io.balena.releaseupdate.sandbox.FaultEffect.BuildFailure;
import io.balena.releaseupdate.sandbox.FaultEffect.Denial;
import io.balena.releaseupdate.sandbox.FaultEffect.Disturbance;
import io.balena.releaseupdate.sandbox.FaultEffect.Done;
import io.balena.releaseupdate.sandbox.FaultEffect.Lag;
import io.balena.releaseupdate.sandbox.FaultEffect.Late;
import io.balena.releaseupdate.sandbox.FaultEffect.Mishap;
import io.balena.releaseupdate.sandbox.FaultEffect.NoRights;
import io.balena.releaseupdate.sandbox.FaultEffect.ReleaseChange;
import io.balena.releaseupdate.sandbox.FaultEffect.Repin;
import io.balena.releaseupdate.sandbox.FaultEffect.Slow;
import io.balena.releaseupdate.sandbox.FaultEffect.Status;
import io.balena.releaseupdate.sandbox.FaultEffect.Unfitness;
import io.balena.releaseupdate.sandbox.device.UpdateProblem;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Parses the text of a fault; errors explain what is wrong. */
final class FaultText {

    private final String spec;
    private final FaultPlace place;
    private final String subject;
    private final FaultEffect effect;
    private final int times;

    FaultText(String spec) {
        this.spec = spec;
        int equals = spec.indexOf('=');
        if (equals < 0) {
            throw refuse("write PLACE=KIND, PLACE=KIND/VALUE or PLACE=KIND*TIMES, as in describe=503*2");
        }
        String where = spec.substring(0, equals);
        String kind = spec.substring(equals + 1);
        int star = kind.lastIndexOf('*');
        this.times = star < 0 ? Integer.MAX_VALUE : number(kind.substring(star + 1), 1, Integer.MAX_VALUE);
        int slash = where.indexOf('/');
        this.place = constant(FaultPlace.values(), slash < 0 ? where : where.substring(0, slash));
        if (place == null || slash >= 0 && !place.hasSubject()) {
            throw refuse("the place is one of " + names(FaultPlace.values()) + " or build/SERVICE, device/NAME");
        }
        this.subject = slash < 0 ? "" : subject(where.substring(slash + 1));
        this.effect = effect(star < 0 ? kind : kind.substring(0, star));
    }

    private String subject(String written) {
        if (written.isEmpty()) {
            throw refuse(
                    place == FaultPlace.BUILD
                            ? "build/ needs a service's name"
                            : "device/ needs a name, the beginning of a UUID, or a share as in device/20%");
        }
        if (place == FaultPlace.DEVICE && written.endsWith("%")) {
            number(written.substring(0, written.length() - 1), 1, 100);
        }
        return written;
    }

    FaultPlace place() {
        return place;
    }

    /** The service or devices; empty for all, and for requests. */
    String subject() {
        return subject;
    }

    FaultEffect effect() {
        return effect;
    }

    int times() {
        return times;
    }

    private FaultEffect effect(String kind) {
        return switch (place) {
            case BUILD -> buildFailure(kind);
            case REPIN -> repin(kind);
            case RELEASE -> releaseChange(kind);
            case DEVICE -> new Mishap(trouble(kind));
            default -> requestEffect(kind);
        };
    }

    private FaultEffect buildFailure(String kind) {
        FaultEffect failure = constant(BuildFailure.values(), kind);
        if (failure == null) {
            throw refuse("a build can " + names(BuildFailure.values()));
        }
        return failure;
    }

    private FaultEffect repin(String kind) {
        String prefix = "someone/";
        if (!kind.startsWith(prefix)) {
            throw refuse("write repin=someone/RELEASE_ID");
        }
        return new Repin(number(kind.substring(prefix.length()), 1, Integer.MAX_VALUE));
    }

    private FaultEffect releaseChange(String kind) {
        int slash = kind.indexOf('/');
        Unfitness change = slash < 0 ? null : constant(Unfitness.values(), kind.substring(0, slash));
        if (change == null) {
            throw refuse("write release=KIND/RELEASE_ID; a release can get " + names(Unfitness.values()));
        }
        return new ReleaseChange(change, number(kind.substring(slash + 1), 1, Integer.MAX_VALUE));
    }

    private UpdateProblem trouble(String written) {
        int slash = written.indexOf('/');
        String name = slash < 0 ? written : written.substring(0, slash);
        String value = slash < 0 ? null : written.substring(slash + 1);
        UpdateProblem.Kind kind = constant(UpdateProblem.Kind.values(), name);
        if (kind == null || kind == UpdateProblem.Kind.NONE) {
            UpdateProblem.Kind[] all = UpdateProblem.Kind.values();
            throw refuse("a device can " + names(Arrays.copyOfRange(all, 1, all.length)));
        }
        return switch (kind) {
            case MOVE, PIN -> {
                if (value == null) {
                    throw refuse("write " + (kind == UpdateProblem.Kind.MOVE ? "move/FLEET_ID" : "pin/RELEASE_ID"));
                }
                yield new UpdateProblem(kind, number(value, 1, Integer.MAX_VALUE));
            }
            case LOCK, SILENT -> new UpdateProblem(kind, value == null ? 0 : number(value, 1, Integer.MAX_VALUE));
            default -> {
                requireNoValue(name, value);
                yield new UpdateProblem(kind, 0);
            }
        };
    }

    private FaultEffect requestEffect(String kind) {
        int slash = kind.indexOf('/');
        String name = slash < 0 ? kind : kind.substring(0, slash);
        String value = slash < 0 ? null : kind.substring(slash + 1);
        if (name.matches("[0-9]+")) {
            int code = number(name, 400, 599);
            if (value != null && code != 429 && code != 503) {
                throw refuse("only 429 and 503 take a Retry-After");
            }
            int retryAfter = value != null ? number(value, 0, Integer.MAX_VALUE) : code == 429 ? 1 : -1;
            return new Status(code, retryAfter);
        }
        FaultEffect found =
                switch (name) {
                    case "slow" -> new Slow(seconds(name, value));
                    case "lag" -> new Lag(seconds(name, value));
                    case "late" -> new Late(seconds(name, value));
                    case "done" -> new Done(number(value == null ? "" : value, 300, 599));
                    default -> withoutValue(name, value);
                };
        if (!place.allows(found)) {
            throw refuse(name + " can happen at "
                    + (found instanceof Lag
                            ? "fleet"
                            : found instanceof NoRights ? "tags" : "pin, pin-devices and tags")
                    + " only");
        }
        return found;
    }

    private FaultEffect withoutValue(String name, String value) {
        FaultEffect disturbance = constant(Disturbance.values(), name);
        FaultEffect found = disturbance != null ? disturbance : constant(Denial.values(), name);
        if (name.equals("no-rights")) {
            found = new NoRights();
        }
        if (found == null) {
            throw refuse("the kind is a status from 400 to 599, slow/SECONDS or one of " + names(Disturbance.values())
                    + "; of a write also done/STATUS, late/SECONDS, " + names(Denial.values())
                    + "; at fleet also lag/SECONDS, at tags no-rights");
        }
        requireNoValue(name, value);
        return found;
    }

    private void requireNoValue(String name, String value) {
        if (value != null) {
            throw refuse(name + " takes no value");
        }
    }

    private Duration seconds(String name, String value) {
        if (value == null || !value.matches("[0-9]{1,6}([.][0-9]{1,3})?")) {
            throw refuse("write %1$s/SECONDS, as in %1$s/2 or %1$s/0.5".formatted(name));
        }
        return Duration.ofMillis(Math.round(Double.parseDouble(value) * 1000));
    }

    private int number(String digits, int min, int max) {
        if (digits.matches("[0-9]{1,10}")) {
            long number = Long.parseLong(digits);
            if (number >= min && number <= max) {
                return (int) number;
            }
        }
        String range = max == Integer.MAX_VALUE ? "of at least " + min : "from " + min + " to " + max;
        throw refuse("'" + digits + "' is not a whole number " + range);
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
        return Arrays.stream(constants).map(FaultText::name).collect(Collectors.joining(", "));
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private IllegalArgumentException refuse(String why) {
        return new IllegalArgumentException("Invalid fault '" + spec + "': " + why);
    }
}
