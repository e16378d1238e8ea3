package io.balena.releaseupdate.output.words;

import io.balena.releaseupdate.model.FleetTarget;
import io.balena.releaseupdate.model.FleetUpdate;
import io.balena.releaseupdate.model.OtherDevices;
import io.balena.releaseupdate.model.PinOutcome;
import io.balena.releaseupdate.model.ReleaseName;
import io.balena.releaseupdate.text.Counts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The result of pinning, in words. */
public final class PinText {

    private PinText() {}

    /** The word in documents; never changes. */
    public static String status(PinOutcome pin) {
        if (pin instanceof PinOutcome.Pinned) {
            return "pinned";
        }
        if (pin instanceof PinOutcome.AlreadyPinned) {
            return "already_pinned";
        }
        if (pin instanceof PinOutcome.Planned) {
            return "would_pin";
        }
        return isUncertain(pin) ? "unknown" : "not_pinned";
    }

    private static boolean isUncertain(PinOutcome pin) {
        return (pin instanceof PinOutcome.Failed failed && failed.isUncertain())
                || (pin instanceof PinOutcome.Interrupted interrupted && interrupted.isUncertain());
    }

    /** Why the fleet is not pinned, or why that is not known; empty if it is. */
    public static Optional<String> reason(PinOutcome pin) {
        if (pin instanceof PinOutcome.Repinned repinned) {
            return Optional.of("the fleet was re-pinned meanwhile: it " + target(repinned.now()));
        }
        if (pin instanceof PinOutcome.Withheld withheld) {
            return Optional.of(withheld.reason());
        }
        if (pin instanceof PinOutcome.Refused refused) {
            return Optional.of(refused.reason().getMessage());
        }
        if (pin instanceof PinOutcome.Failed failed) {
            return Optional.of(failed.cause().getMessage());
        }
        return pin instanceof PinOutcome.Interrupted ? Optional.of("interrupted") : Optional.empty();
    }

    /** What a fleet runs, to follow its name: {@code is pinned to 1.4.0 (0123456)}. */
    static String target(FleetTarget target) {
        return target(target, false);
    }

    /** What a fleet ran when it was described; in the past tense once that has changed. */
    public static String before(FleetUpdate update) {
        return target(
                update.before(),
                update.pin().filter(PinOutcome.Pinned.class::isInstance).isPresent());
    }

    private static String target(FleetTarget target, boolean isPast) {
        String release = target.release().map(ReleaseName::label).orElse("no release");
        if (target.tracksLatest()) {
            return isPast ? "tracked the latest release, then " + release : "tracks the latest release, now " + release;
        }
        return (isPast ? "was" : "is") + " pinned to " + release;
    }

    /** The result of pinning, a sentence or two; they end with the reason if there is one. Not yet fit to be shown. */
    public static String sentence(FleetUpdate update, PinOutcome pin) {
        String fleet = "Fleet " + update.fleet().slug();
        if (pin instanceof PinOutcome.Pinned) {
            return fleet + " is pinned to " + release(update) + " now" + staying(update, pin) + ".";
        }
        if (pin instanceof PinOutcome.AlreadyPinned) {
            return fleet + " was pinned to " + release(update) + " already: nothing was written" + staying(update, pin)
                    + ".";
        }
        if (pin instanceof PinOutcome.Planned) {
            return "Would pin fleet " + update.fleet().slug() + " to " + release(update)
                    + " once everything is ready" + staying(update, pin) + ". It " + target(update.before())
                    + " so far.";
        }
        String reason = ended(reason(pin).orElse(""));
        return isUncertain(pin) ? notKnown(update) + " Reason: " + reason : fleet + " was not pinned: " + reason;
    }

    /** The devices that a pin does nothing to, to stand behind a sentence about it; empty if there are none. */
    public static String staying(FleetUpdate update, PinOutcome pin) {
        OtherDevices others = update.others();
        boolean isPinned = pin instanceof PinOutcome.Pinned
                || pin instanceof PinOutcome.AlreadyPinned
                || pin instanceof PinOutcome.Planned;
        if (!isPinned || others.deviceCount() == 0) {
            return "";
        }
        List<String> parts = new ArrayList<>();
        add(parts, others.pinnedCount(), "pinned on their own", update);
        add(parts, others.frozen(), "frozen", update);
        add(parts, others.inactive(), "inactive", update);
        return "; " + String.join(", ", parts) + (parts.size() == 1 ? "" : ",")
                + (others.deviceCount() == 1 ? " and stays where it is" : " and stay where they are");
    }

    private static void add(List<String> parts, long count, String what, FleetUpdate update) {
        if (count > 0) {
            boolean isFirst = parts.isEmpty();
            parts.add(count
                    + (isFirst ? " of " + Counts.devices(update.totalDeviceCount()) : "")
                    + (count == 1 ? " is " : " are ")
                    + (count == 1 ? what.replace("their own", "its own") : what));
        }
    }

    /** The same without the reason if that is an error, which is said on its own. */
    public static String headline(FleetUpdate update, PinOutcome pin) {
        boolean isError = pin instanceof PinOutcome.Failed || pin instanceof PinOutcome.Refused;
        if (pin instanceof PinOutcome.Repinned) {
            return "Fleet " + update.fleet().slug() + " was not pinned.";
        }
        if (!isError) {
            return sentence(update, pin);
        }
        return isUncertain(pin)
                ? notKnown(update)
                : "Fleet " + update.fleet().slug() + " was not pinned. Nothing was changed.";
    }

    private static String notKnown(FleetUpdate update) {
        return "It is not known whether fleet " + update.fleet().slug() + " is pinned to " + release(update)
                + ". Run it again to see, or to go on.";
    }

    private static String release(FleetUpdate update) {
        return update.to().release().name().label();
    }

    private static String ended(String sentence) {
        return sentence.endsWith(".") ? sentence : sentence + ".";
    }
}
