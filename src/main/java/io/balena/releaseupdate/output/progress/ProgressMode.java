package io.balena.releaseupdate.output.progress;

import java.util.Locale;

/** The ways in which progress can be shown. */
public enum ProgressMode {
    /** A live display on a terminal that can redraw lines, {@link #PLAIN} elsewhere. */
    AUTO,
    /** A line for each change. */
    PLAIN,
    /** A JSON object on a line for each event. */
    JSON,
    /** Nothing. */
    NONE;

    /** The name on the command line: lower case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
