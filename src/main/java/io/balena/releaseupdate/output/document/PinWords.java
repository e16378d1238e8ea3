package io.balena.releaseupdate.output.document;

import io.balena.releaseupdate.model.FleetTarget;
import io.balena.releaseupdate.model.FleetUpdate;
import io.balena.releaseupdate.model.PinOutcome;
import java.util.Optional;

/** What became of pinning, in words. */
public final class PinWords {

    private PinWords() {}

    /** The word in documents; never changes. */
    static String status(PinOutcome pin) {
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

    /** Why the fleet is not pinned, or why that is not known; empty where it is. */
    static Optional<String> reason(PinOutcome pin) {
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

    /** What a fleet's devices are told to run, to stand behind its name: {@code is pinned to release 7 (0123456)}. */
    static String target(FleetTarget target) {
        String release = target.release()
                .map(name -> "release " + name.id() + " (" + Releases.shortCommit(name) + ")")
                .orElse("no release");
        return target.tracksLatest() ? "tracks the latest release, now " + release : "is pinned to " + release;
    }

    /** What became of pinning, a sentence or two; they end with the reason where there is one. */
    public static String sentence(FleetUpdate update, PinOutcome pin) {
        String fleet = "Fleet " + update.fleet().slug();
        String to = release(update);
        if (pin instanceof PinOutcome.Pinned) {
            return fleet + " is pinned to " + to + " now.";
        }
        if (pin instanceof PinOutcome.AlreadyPinned) {
            return fleet + " was pinned to " + to + " already: nothing was written.";
        }
        if (pin instanceof PinOutcome.Planned) {
            return "Would pin fleet " + update.fleet().slug() + " to " + to + " once everything is ready. It "
                    + target(update.before()) + " so far.";
        }
        String reason = ended(reason(pin).orElse(""));
        return isUncertain(pin) ? notKnown(update) + " Reason: " + reason : fleet + " was not pinned: " + reason;
    }

    /** The same without the reason where that is an error, which is said on its own. */
    public static String headline(FleetUpdate update, PinOutcome pin) {
        boolean isError = pin instanceof PinOutcome.Failed || pin instanceof PinOutcome.Refused;
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
        return "release " + update.to().release().id() + " ("
                + Releases.shortCommit(update.to().release()) + ")";
    }

    private static String ended(String sentence) {
        return sentence.endsWith(".") ? sentence : sentence + ".";
    }
}
