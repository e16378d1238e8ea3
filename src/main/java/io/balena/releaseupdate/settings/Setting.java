package io.balena.releaseupdate.settings;

import io.balena.releaseupdate.model.BalenaException;

/**
 * A value of balena's settings, and where it came from.
 *
 * @param origin a flag, a variable or a file, as a message names it
 */
record Setting(String name, String value, String origin) {

    /** The value itself stays out of the message: people put passwords into URLs. */
    BalenaException.Usage wrong(String problem) {
        return new BalenaException.Usage("The setting " + name + " (from " + origin + ") " + problem + ".");
    }

    /** Leaves out the value, for the same reason. */
    @Override
    public String toString() {
        return name + " from " + origin;
    }
}
