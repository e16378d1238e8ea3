package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.cli.error.BadArguments;
import io.balena.releaseupdate.cli.error.ErrorMessage;
import io.balena.releaseupdate.cli.error.ErrorOutput;
import io.balena.releaseupdate.cli.error.Interruption;
import io.balena.releaseupdate.cli.error.Suggestions;
import io.balena.releaseupdate.cli.option.HelpOption;
import io.balena.releaseupdate.cli.option.VersionOption;
import io.balena.releaseupdate.cli.process.ExitCode;
import io.balena.releaseupdate.cli.process.Terminals;
import io.balena.releaseupdate.cli.stderr.ColorMode;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.text.Printable;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Makes a message on stderr and an exit code from the error that ended a command.
 *
 * @param environment the variables that the command may read
 * @param interruption the exit code of a command that was interrupted
 */
record ErrorHandler(Map<String, String> environment, Supplier<ExitCode> interruption)
        implements IParameterExceptionHandler, IExecutionExceptionHandler {

    /** Help and version win over everything else, as in the npm tool; else a line that says what is wrong. */
    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        if (HelpOption.isIn(args)) {
            command.usage(command.getOut());
            return ExitCode.DONE.number();
        }
        if (VersionOption.isIn(args)) {
            // Not every command has a version of its own.
            command.getCommandSpec().root().commandLine().printVersionHelp(command.getOut());
            return ExitCode.DONE.number();
        }
        String message = BadArguments.message(e, args);
        Optional<String> suggestion =
                BadArguments.saysWhereTokensGo(message) ? Optional.empty() : Suggestions.of(e, args);
        output(command, args)
                .print(suggestion
                        .map(text -> BadArguments.sentence(message) + " " + text)
                        .orElse(message));
        if (suggestion.isEmpty()) {
            command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        }
        return ExitCode.USAGE.number();
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult arguments) {
        PrintWriter err = command.getErr();
        String[] args = arguments.originalArgs().toArray(String[]::new);
        // Where the thread is still marked as interrupted, what failed did so for that reason.
        if (Thread.interrupted() || failure instanceof InterruptedException) {
            ExitCode code = interruption.get();
            // That is how a sandbox is meant to end.
            if (!(command.getCommand() instanceof SandboxCommand)) {
                output(command, args)
                        .print(code.ending() + (failure instanceof Interruption ? " " + failure.getMessage() : ""));
            }
            return code.number();
        }
        ExitCode code = ExitCode.of(failure);
        output(command, args)
                .print(
                        code == ExitCode.UNEXPECTED
                                ? "Unexpected: " + failure + ". Please report this, with the output of --verbose."
                                : ErrorMessage.of(failure, isMatched("--sandbox", arguments)));
        if (isMatched("--verbose", arguments)) {
            // Errors of balena, the network or the user need no stack trace.
            err.print(Printable.message(
                    failure instanceof BalenaException ? ErrorOutput.causes(failure) : ErrorOutput.trace(failure)));
            err.flush();
        }
        return code.number();
    }

    /**
     * Where errors of a command go.
     *
     * @param arguments of the command line, which may be wrong
     */
    ErrorOutput output(CommandLine command, String... arguments) {
        boolean isColored = ColorMode.in(arguments).colors(Terminals.stderr(environment), environment);
        return ErrorOutput.of(command.getErr(), environment, isColored);
    }

    private static boolean isMatched(String option, ParseResult arguments) {
        return arguments.hasMatchedOption(option)
                || (arguments.hasSubcommand() && isMatched(option, arguments.subcommand()));
    }
}
