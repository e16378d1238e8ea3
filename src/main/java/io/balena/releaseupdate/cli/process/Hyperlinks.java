package io.balena.releaseupdate.cli.process;

import io.balena.releaseupdate.output.progress.Terminal;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a terminal makes links of text, by the escape sequence OSC 8. There is no way to ask it; the variables that
 * terminals set tell, and {@code FORCE_HYPERLINK}, which other programs heed, too.
 */
public final class Hyperlinks {

    /** The first version of VTE, which GNOME's terminals are made of, that does not crash on links. */
    private static final int VTE = 5_001;

    private static final int KONSOLE = 201_200;

    private static final Set<String> PROGRAMS =
            Set.of("iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "Tabby", "rio", "zed");
    private static final Set<String> TYPES =
            Set.of("xterm-kitty", "xterm-ghostty", "alacritty", "foot", "foot-extra", "contour", "wezterm");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private Hyperlinks() {}

    /** Whether the terminal shows hyperlinks, as far as its variables tell. */
    public static boolean areTaken(Terminal terminal, Map<String, String> environment) {
        String forced = environment.getOrDefault("FORCE_HYPERLINK", "");
        if (!forced.isEmpty()) {
            return !forced.equals("0");
        }
        String type = terminal.type().orElse("");
        if (!terminal.canRedraw() || type.startsWith("screen") || type.startsWith("tmux")) {
            // A multiplexer inherits the variables of the terminal that it was started in.
            return false;
        }
        return TYPES.contains(type)
                || PROGRAMS.contains(environment.getOrDefault("TERM_PROGRAM", ""))
                || environment.containsKey("WT_SESSION")
                || environment.containsKey("DOMTERM")
                || number(environment, "VTE_VERSION") >= VTE
                || number(environment, "KONSOLE_VERSION") >= KONSOLE;
    }

    private static int number(Map<String, String> environment, String variable) {
        Matcher number = NUMBER.matcher(environment.getOrDefault(variable, ""));
        return number.matches() ? Integer.parseInt(number.group()) : 0;
    }
}
