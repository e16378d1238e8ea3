package io.balena.releaseupdate.cli.completion;

import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A command with everything that its command line can be completed with. Hidden parts are left out.
 *
 * @param summary what it does, in a sentence
 * @param arguments what can stand behind it besides options
 */
public record CompletionModel(
        String name, String summary, List<Option> options, List<Value> arguments, List<CompletionModel> subcommands) {

    /**
     * An option.
     *
     * @param names at least one, with their dashes
     * @param summary what it does, in a sentence
     * @param value absent if it takes none
     */
    record Option(List<String> names, String summary, Optional<Value> value, boolean isRepeatable) {

        private static Option of(OptionSpec option) {
            return new Option(
                    List.of(option.names()),
                    firstSentence(option.description()),
                    option.arity().max() == 0 ? Optional.empty() : Optional.of(Value.of(option)),
                    option.isMultiValue());
        }
    }

    /**
     * A value of an option, or an argument.
     *
     * @param label what help calls it
     * @param choices empty if it can be anything
     */
    record Value(String label, List<String> choices) {

        private static Value of(ArgSpec argument) {
            return new Value(
                    argument.paramLabel(),
                    argument.completionCandidates() == null
                            ? List.of()
                            : StreamSupport.stream(
                                            argument.completionCandidates().spliterator(), false)
                                    .toList());
        }

        boolean isFile() {
            return label.equals("FILE");
        }
    }

    /** The visible part of a command: hidden options, arguments and subcommands are left out. */
    public static CompletionModel of(CommandSpec spec) {
        return new CompletionModel(
                spec.name(),
                firstSentence(spec.usageMessage().description()),
                spec.options().stream()
                        .filter(option -> !option.hidden())
                        .map(Option::of)
                        .toList(),
                spec.positionalParameters().stream()
                        .filter(parameter -> !parameter.hidden())
                        .map(Value::of)
                        .toList(),
                spec.subcommands().values().stream()
                        .map(CommandLine::getCommandSpec)
                        .filter(subcommand -> !subcommand.usageMessage().hidden())
                        .map(CompletionModel::of)
                        .toList());
    }

    /** The command's name as part of a function's. */
    String functionName() {
        return name.replace('-', '_');
    }

    /** Possible arguments; empty if there are none, or they can be anything. */
    List<String> choices() {
        return arguments.stream()
                .flatMap(argument -> argument.choices().stream())
                .toList();
    }

    List<String> subcommandNames() {
        return subcommands.stream().map(CompletionModel::name).toList();
    }

    /** A line of a menu has room for no more. */
    private static String firstSentence(String... text) {
        return String.join(" ", text).split("\\.( |$)", 2)[0];
    }
}
