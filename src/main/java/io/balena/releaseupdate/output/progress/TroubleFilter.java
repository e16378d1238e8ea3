package io.balena.releaseupdate.output.progress;

import io.balena.releaseupdate.model.PreparationEvent;
import io.balena.releaseupdate.text.Printable;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Spares people the same trouble many times over: when balena is down, each open request tells it. */
public final class TroubleFilter {

    private final Set<String> told = new HashSet<>();

    /** The message, fit to be printed; empty if it was told since the last poll that got through. */
    public Optional<String> newsOf(PreparationEvent.Trouble trouble) {
        return newsOf(trouble.message());
    }

    /** The message, fit to be printed; empty if it was told since the last poll that got through. */
    public Optional<String> newsOf(String message) {
        return told.add(message) ? Optional.of(Printable.of(message)) : Optional.empty();
    }

    /** A poll got through: trouble after it is news. */
    public void polled() {
        told.clear();
    }
}
