package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.output.progress.Terminal;
import java.util.Locale;

/** When to use colours. */
enum ColorMode {
    /** On a terminal, unless the variable {@code NO_COLOR} is set. */
    AUTO,
    ALWAYS,
    NEVER;

    /** The terminal with or without colours. */
    Terminal applied(Terminal terminal) {
        boolean noColor = this == AUTO ? terminal.noColor() : this == NEVER;
        return new Terminal(terminal.isTerminal(), terminal.type(), noColor, terminal.columns(), terminal.rows());
    }

    /** The name on the command line: lower case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
