package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.cli.completion.Shell;
import io.balena.releaseupdate.cli.help.HelpLayout;
import io.balena.releaseupdate.cli.option.HelpOption;
import io.balena.releaseupdate.cli.option.VersionOption;
import io.balena.releaseupdate.cli.process.ExitCode;
import io.balena.releaseupdate.cli.process.StandardStreams;
import io.balena.releaseupdate.cli.process.Terminals;
import io.balena.releaseupdate.cli.stderr.ColorMode;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command line as a whole, and how it is run. */
final class CommandLines {

    private CommandLines() {}

    /**
     * A command line whose commands can be run.
     *
     * @param commands makes the commands when the command line is parsed
     * @param environment the variables that commands may read
     * @param interruption the exit code of a command that was interrupted
     */
    static CommandLine create(IFactory commands, Map<String, String> environment, Supplier<ExitCode> interruption) {
        var errors = new ErrorHandler(environment, interruption);
        return HelpLayout.fitting(CommandModel.of(commands), environment)
                // Picocli's strategies keep System.out as it was when they were made, and prefer it to what is set
                // here.
                .setExecutionStrategy(CommandLines::run)
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors)
                .setOut(StandardStreams.out())
                .setErr(StandardStreams.err());
    }

    /** A command line for {@link #needsNoFramework}: other commands lack what they would need, and show help. */
    static CommandLine withoutFramework() {
        return create(CommandLine.defaultFactory(), System.getenv(), () -> ExitCode.INTERRUPTED)
                .setExecutionStrategy(arguments -> {
                    if (arguments.hasSubcommand() && needsNoBean(arguments.subcommand())) {
                        return run(arguments);
                    }
                    Integer code = CommandLine.executeHelpRequest(arguments);
                    if (code == null) {
                        CommandLine commandLine = arguments.commandSpec().commandLine();
                        commandLine.usage(commandLine.getOut());
                    }
                    return ExitCode.DONE.number();
                });
    }

    private static boolean needsNoBean(ParseResult arguments) {
        Object command = arguments.commandSpec().userObject();
        return command instanceof CompletionCommand
                || command instanceof VersionCommand
                || command instanceof HelpCommand;
    }

    /** Runs the last command of the command line. */
    private static int run(ParseResult arguments) {
        Integer helpCode = CommandLine.executeHelpRequest(arguments);
        if (helpCode != null) {
            return helpCode;
        }
        ParseResult last = arguments;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        CommandSpec command = last.commandSpec();
        try {
            return ((CliCommand) command.userObject()).run(command);
        } catch (ParameterException e) {
            throw e;
        } catch (Exception e) {
            throw new ExecutionException(command.commandLine(), "The command failed.", e);
        }
    }

    /**
     * Runs a command.
     *
     * @return its exit code; not 0 if the result did not get through, since a script would go on with half of it
     */
    static int execute(CommandLine commandLine, String... arguments) {
        ErrorHandler errors = (ErrorHandler) commandLine.getExecutionExceptionHandler();
        boolean isColored =
                ColorMode.in(arguments).colors(Terminals.stdout(errors.environment()), errors.environment());
        int code = commandLine
                .setColorScheme(CommandLine.Help.defaultColorScheme(isColored ? Ansi.ON : Ansi.OFF))
                .execute(arguments);
        if (!commandLine.getOut().checkError()) {
            return code;
        }
        errors.output(commandLine, arguments)
                .print("The result could not be written to stdout: its disk is full or its reader has gone.");
        return code == ExitCode.DONE.number() ? ExitCode.UNEXPECTED.number() : code;
    }

    /**
     * Whether all that will be printed is help, the version or a completion script. Not if arguments are wrong: the
     * framework ends with an exit code that a test can look at.
     */
    static boolean needsNoFramework(String... args) {
        return HelpOption.isIn(args)
                || VersionOption.isIn(args)
                || (args.length == 1 && args[0].equals(VersionCommand.NAME))
                || isHelp(args)
                || (args.length == 2
                        && args[0].equals(CompletionCommand.NAME)
                        && Shell.named(args[1]).isPresent());
    }

    private static boolean isHelp(String... args) {
        return args.length > 0
                && args[0].equals(HelpCommand.NAME)
                && (args.length == 1 || (args.length == 2 && CommandModel.COMMANDS.contains(args[1])));
    }
}
