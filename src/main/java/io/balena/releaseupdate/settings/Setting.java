package io.balena.releaseupdate.settings;

import io.balena.releaseupdate.model.BalenaException;

/**
 * A value of one of balena's settings, and its origin.
 *
 * @param origin the flag, variable or file, for messages
 */
record Setting(String name, String value, String origin) {

    /** An error about the value, which the message omits: URLs may contain passwords. */
    BalenaException.Usage wrong(String problem) {
        return new BalenaException.Usage("The setting " + name + " (from " + origin + ") " + problem + ".");
    }

    /** Omits the value, for the same reason. */
    @Override
    public String toString() {
        return name + " from " + origin;
    }
}
