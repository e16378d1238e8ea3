package io.balena.releaseupdate.cli.completion;

import io.balena.releaseupdate.cli.completion.CompletionModel.Option;
import io.balena.releaseupdate.cli.completion.CompletionModel.Value;
import java.util.Optional;
import java.util.stream.Collectors;

/** The script for zsh: a function that can be sourced or put into a folder of {@code fpath}. */
final class ZshCompletion {

    private static final String SCRIPT = """
            #compdef @name@
            # Completion of @name@ for zsh.

            _@name@() {
              local -a commands
              commands=(
            @commands@  )
              if (( CURRENT == 2 )) && [[ $PREFIX != -* ]]; then
                _describe -t commands command commands
                return
              fi
              case $words[2] in
            @cases@  esac
            }

            if [[ $funcstack[1] == _@name@ ]]; then
              _@name@ "$@"
            else
              compdef _@name@ @name@
            fi
            """;

    private ZshCompletion() {}

    static String script(CompletionModel command) {
        String commands = command.subcommands().stream()
                .map(subcommand -> "    '" + subcommand.name() + ":" + quoted(subcommand.summary()) + "'\n")
                .collect(Collectors.joining());
        String cases = command.subcommands().stream()
                .map(subcommand -> "    " + subcommand.name() + ")\n"
                        + "      shift words\n"
                        + "      (( CURRENT-- ))\n"
                        + arguments(subcommand))
                .collect(Collectors.joining());
        return SCRIPT.replace("@commands@", commands)
                .replace("@cases@", cases + "    *)\n" + arguments(command))
                .replace("@name@", command.name());
    }

    private static String arguments(CompletionModel command) {
        StringBuilder specifications = new StringBuilder("      _arguments");
        command.options()
                .forEach(option -> specifications.append(" \\\n        ").append(specification(option)));
        command.arguments()
                .forEach(argument ->
                        specifications.append(" \\\n        '1:" + argument.label() + ":" + argument(argument) + "'"));
        return specifications + " ;;\n";
    }

    /** As {@code _arguments} wants it: {@code '(-o --output)'{-o,--output=}'[what it does]:FORMAT:(json table)'}. */
    private static String specification(Option option) {
        String names = option.names().stream()
                .map(name -> name.startsWith("--") && option.value().isPresent() ? name + "=" : name)
                .collect(Collectors.joining(","));
        String rest = "[" + explanation(option.summary()) + "]"
                + option.value().map(ZshCompletion::value).orElse("") + "'";
        String repeatable = option.isRepeatable() ? "*" : "";
        return option.names().size() == 1
                ? "'" + repeatable + names + rest
                : "'(" + String.join(" ", option.names()) + ")" + repeatable + "'{" + names + "}'" + rest;
    }

    private static String value(Value value) {
        return ":" + value.label() + ":"
                + (value.isFile() ? "_files" : choices(value).orElse(" "));
    }

    /** Where anything can stand, zsh shows a label; before what begins as an option, that would keep it from completing. */
    private static String argument(Value argument) {
        return choices(argument).orElse("_guard \"^-*\" " + argument.label());
    }

    private static Optional<String> choices(Value value) {
        return value.choices().isEmpty()
                ? Optional.empty()
                : Optional.of("(" + String.join(" ", value.choices()) + ")");
    }

    private static String explanation(String text) {
        return quoted(text.replaceAll("[\\\\\\[\\]:]", "\\\\$0"));
    }

    private static String quoted(String text) {
        return text.replace("'", "'\\''");
    }
}
