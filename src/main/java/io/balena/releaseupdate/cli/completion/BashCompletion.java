package io.balena.releaseupdate.cli.completion;

import io.balena.releaseupdate.cli.completion.CompletionModel.Option;
import io.balena.releaseupdate.cli.completion.CompletionModel.Value;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The script for bash. Picocli's own knows neither {@code --option=value} nor files that are given as text. */
final class BashCompletion {

    private static final String SCRIPT = """
            # Completion of @name@ for bash.

            _@function@() {
              local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=
              COMPREPLY=()
              # bash takes --option=value for three words.
              if [[ $word == '=' ]]; then
                word=
              elif [[ $before == '=' ]]; then
                before=${COMP_WORDS[COMP_CWORD-2]}
              fi
              if ((COMP_CWORD > 1)); then
                case ${COMP_WORDS[1]} in
                  @subcommands@) command=${COMP_WORDS[1]} ;;
                esac
              fi
              case "$command $before" in
            @cases@  esac
            }

            _@function@_words() {
              local IFS=$' \\n'
              COMPREPLY=( $(compgen -W "$1" -- "$word") )
            }

            # Readline's own completion of files, which knows how to quote them; older shells than bash 4 have none.
            _@function@_files() {
              compopt -o default 2> /dev/null
            }

            complete -F _@function@ @name@
            """;

    private BashCompletion() {}

    static String script(CompletionModel command) {
        String cases = Stream.concat(
                        Stream.of(cases("", command)),
                        command.subcommands().stream().map(subcommand -> cases(subcommand.name(), subcommand)))
                .collect(Collectors.joining());
        return SCRIPT.replace("@cases@", cases)
                .replace("@subcommands@", String.join(" | ", command.subcommandNames()))
                .replace("@function@", command.functionName())
                .replace("@name@", command.name());
    }

    /**
     * The candidates after an option that takes a value, and those anywhere else.
     *
     * @param name empty for the main command
     */
    private static String cases(String name, CompletionModel command) {
        StringBuilder cases = new StringBuilder();
        for (Option option : command.options()) {
            option.value()
                    .ifPresent(value -> cases.append("    " + pattern(name, option) + ") " + reply(value) + " ;;\n"));
        }
        List<String> options = command.options().stream()
                .flatMap(option -> option.names().stream())
                .toList();
        // Nothing but the first word can be a command.
        String arguments = command.subcommands().isEmpty()
                ? words(command.choices())
                : "((COMP_CWORD > 1)) || " + words(command.subcommandNames());
        return cases + "    '" + name + " '*)\n"
                + "      if [[ $word == -* ]]; then\n"
                + "        " + words(options) + "\n"
                + "      else\n"
                + "        " + arguments + "\n"
                + "      fi ;;\n";
    }

    private static String pattern(String command, Option option) {
        return option.names().stream()
                .map(name -> "'" + command + " " + name + "'")
                .collect(Collectors.joining(" | "));
    }

    private static String reply(Value value) {
        return value.isFile() ? "_@function@_files" : words(value.choices());
    }

    private static String words(List<String> words) {
        return words.isEmpty() ? ":" : "_@function@_words '" + String.join(" ", words) + "'";
    }
}
