package io.balena.releaseupdate.cli.completion;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The shells that can complete our command line. */
public enum Shell {
    BASH(BashCompletion::script),
    ZSH(ZshCompletion::script),
    FISH(FishCompletion::script);

    private final Function<CompletionModel, String> generator;

    Shell(Function<CompletionModel, String> generator) {
        this.generator = generator;
    }

    /** The user's login shell, if it is one of these. */
    public static Optional<Shell> of(Map<String, String> environment) {
        String path = environment.getOrDefault("SHELL", "");
        return named(path.substring(path.lastIndexOf('/') + 1));
    }

    /** The shell with this name; empty if completion does not support it. */
    public static Optional<Shell> named(String name) {
        return Arrays.stream(values())
                .filter(shell -> shell.toString().equals(name))
                .findFirst();
    }

    /** The script that makes this shell complete the command. */
    public String completionScript(CompletionModel command) {
        return generator.apply(command);
    }

    /** The name on the command line: lower case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
