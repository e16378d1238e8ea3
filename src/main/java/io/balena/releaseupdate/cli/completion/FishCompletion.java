package io.balena.releaseupdate.cli.completion;

import io.balena.releaseupdate.cli.completion.CompletionModel.Option;
import io.balena.releaseupdate.cli.completion.CompletionModel.Value;
import java.util.stream.Collectors;

/** The script for fish. */
final class FishCompletion {

    private static final String SCRIPT = """
            # Completion of @name@ for fish.

            # Whether the command is this one; without an argument, whether it is the main one.
            function __@function@_is
                set -l words (commandline -opc)
                if contains -- "$words[2]" @subcommands@
                    test "$words[2]" = "$argv"
                else
                    test -z "$argv"
                end
            end

            function __@function@_is_first_word
                test (count (commandline -opc)) -eq 1
            end

            complete -c @name@ -f
            """;

    private FishCompletion() {}

    static String script(CompletionModel command) {
        StringBuilder script = new StringBuilder(SCRIPT);
        for (CompletionModel subcommand : command.subcommands()) {
            script.append(line("__@function@_is_first_word", "-a " + subcommand.name(), subcommand.summary()));
        }
        command.options().forEach(option -> script.append(line("__@function@_is", option)));
        for (CompletionModel subcommand : command.subcommands()) {
            String condition = "__@function@_is " + subcommand.name();
            subcommand.options().forEach(option -> script.append(line(condition, option)));
            subcommand.choices().forEach(choice -> script.append(line(condition, "-a " + choice, "")));
        }
        return script.toString()
                .replace("@subcommands@", String.join(" ", command.subcommandNames()))
                .replace("@function@", command.functionName())
                .replace("@name@", command.name());
    }

    private static String line(String condition, Option option) {
        String names = option.names().stream()
                .map(name -> name.startsWith("--") ? "-l " + name.substring(2) : "-s " + name.substring(1))
                .collect(Collectors.joining(" "));
        return line(condition, names + option.value().map(FishCompletion::value).orElse(""), option.summary());
    }

    private static String value(Value value) {
        if (value.isFile()) {
            return " -r -F";
        }
        return value.choices().isEmpty() ? " -x" : " -x -a '" + String.join(" ", value.choices()) + "'";
    }

    private static String line(String condition, String what, String summary) {
        String description = summary.isEmpty() ? "" : " -d '" + quoted(summary) + "'";
        return "complete -c @name@ -n '" + condition + "' " + what + description + "\n";
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("'", "\\'");
    }
}
