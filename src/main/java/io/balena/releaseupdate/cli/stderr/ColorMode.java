package io.balena.releaseupdate.cli.stderr;

import io.balena.releaseupdate.output.progress.Terminal;
import java.util.Locale;
import java.util.Map;

/** When to use colours. */
public enum ColorMode {
    /** On a terminal, unless the variable {@code NO_COLOR} is set; elsewhere with {@code CLICOLOR_FORCE}. */
    AUTO,
    ALWAYS,
    NEVER;

    private static final String OPTION = "--color";

    /** The mode that arguments name, which may be wrong otherwise: their error message has colours, too. */
    public static ColorMode in(String... arguments) {
        ColorMode mode = AUTO;
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            if (argument.equals(OPTION) && i + 1 < arguments.length) {
                mode = named(arguments[i + 1], mode);
            } else if (argument.startsWith(OPTION + "=")) {
                mode = named(argument.substring(OPTION.length() + 1), mode);
            }
        }
        return mode;
    }

    private static ColorMode named(String name, ColorMode otherwise) {
        for (ColorMode mode : values()) {
            if (mode.toString().equalsIgnoreCase(name)) {
                return mode;
            }
        }
        return otherwise;
    }

    /** Whether to use colours on a terminal, or a file. The variables are those of no-color.org and bixense.com/clicolors. */
    public boolean colors(Terminal terminal, Map<String, String> environment) {
        if (this != AUTO) {
            return this == ALWAYS;
        }
        if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
            return false;
        }
        String force = environment.getOrDefault("CLICOLOR_FORCE", "");
        if (!force.isEmpty() && !force.equals("0")) {
            return true;
        }
        return terminal.canRedraw() && !environment.getOrDefault("CLICOLOR", "").equals("0");
    }

    /** The terminal with or without colours. */
    public Terminal applied(Terminal terminal, Map<String, String> environment) {
        return terminal.colored(colors(terminal, environment));
    }

    /** The name on the command line: lower case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
