package io.balena.releaseupdate.settings.trust;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** The causes of a failure. */
public final class Causes {

    private Causes() {}

    /** The failure and what caused it, outermost first. */
    public static List<Throwable> of(Throwable failure) {
        // The chain of causes may contain a cycle.
        Set<Throwable> causes = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Throwable> inOrder = new ArrayList<>();
        for (Throwable cause = failure; cause != null && causes.add(cause); cause = cause.getCause()) {
            inOrder.add(cause);
        }
        return inOrder;
    }
}
