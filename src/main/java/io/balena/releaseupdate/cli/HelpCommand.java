package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.cli.process.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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
public final class HelpCommand implements Callable<Integer> {

    static final String NAME = "help";

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "Default: the main command.")
    private String command;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    private boolean help;

    @Override
    public Integer call() {
        CommandLine main = spec.root().commandLine();
        CommandLine shown = command == null ? main : main.getSubcommands().get(command);
        if (shown == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "No such command. There are "
                            + String.join(", ", main.getSubcommands().keySet()));
        }
        shown.usage(spec.commandLine().getOut());
        return ExitCode.DONE.number();
    }
}
