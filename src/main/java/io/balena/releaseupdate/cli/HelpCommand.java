package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.cli.error.Suggestions;
import io.balena.releaseupdate.cli.option.HelpOption;
import io.balena.releaseupdate.cli.option.OptionClasses;
import io.balena.releaseupdate.cli.process.ExitCode;
import jakarta.enterprise.context.Dependent;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** The same as {@code --help}, in the other usual place. */
@Command(
        name = HelpCommand.NAME,
        description = "Shows the help of a command.",
        sortOptions = false,
        synopsisHeading = "Usage: ",
        customSynopsis = "balena-release-update help [COMMAND]",
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n")
@OptionClasses(HelpOption.class)
@Dependent
public final class HelpCommand implements CliCommand {

    static final String NAME = "help";

    @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "Default: the main command.")
    private String command;

    @Override
    public int run(CommandSpec spec) {
        CommandLine main = spec.root().commandLine();
        CommandLine shown = command == null ? main : main.getSubcommands().get(command);
        if (shown == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "No such command. "
                            + Suggestions.command(main, command)
                                    .orElseGet(() -> "There are "
                                            + String.join(
                                                    ", ", main.getSubcommands().keySet())));
        }
        shown.usage(spec.commandLine().getOut());
        return ExitCode.DONE.number();
    }
}
