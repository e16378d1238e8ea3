package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.cli.completion.Shell;
import io.balena.releaseupdate.cli.process.ExitCode;
import io.balena.releaseupdate.cli.process.StandardStreams;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Quoted;
import io.balena.releaseupdate.output.document.OutputFormat;
import io.balena.releaseupdate.output.progress.ProgressMode;
import io.quarkus.runtime.ImageMode;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command line as a whole: how arguments are read, and what becomes of errors. */
final class CommandLines {

    private static final List<String> HELP = List.of("-h", "--help");
    private static final List<String> VERSION = List.of("-v", "--version");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]+");

    /**
     * What was read of the commands' annotations when this class was initialised. In the executable that is while it is
     * built: reading them takes longer than all the rest of {@code --help}.
     */
    private static final AtomicReference<CommandLine> PREPARED = new AtomicReference<>(read());

    /** The names of the commands. */
    private static final Set<String> COMMANDS =
            Set.copyOf(PREPARED.get().getSubcommands().keySet());

    private CommandLines() {}

    /** The command line of one run: it keeps the values of the options that it was given. */
    private static CommandLine commandLine() {
        CommandLine prepared = PREPARED.getAndSet(null);
        return (prepared == null ? read() : prepared)
                // Picocli's strategies keep System.out as it was when they were made, and prefer it to what is set
                // here.
                .setExecutionStrategy(new CommandLine.RunLast())
                .setOut(StandardStreams.out())
                .setErr(StandardStreams.err());
    }

    private static CommandLine read() {
        CommandLine commandLine = new CommandLine(new UpdateCommand());
        Stream.of(
                        commandLine,
                        commandLine.getSubcommands().get("fleet"),
                        commandLine.getSubcommands().get("status"))
                .forEach(command -> command.getCommandSpec().usageMessage().exitCodeList(ExitCode.list()));
        commandLine.registerConverter(OutputFormat.class, new Choice<>(OutputFormat.values()));
        commandLine.registerConverter(ProgressMode.class, new Choice<>(ProgressMode.values()));
        commandLine.registerConverter(ColorMode.class, new Choice<>(ColorMode.values()));
        commandLine.registerConverter(Shell.class, new Choice<>(Shell.values()));
        commandLine.registerConverter(long.class, number(Long::valueOf));
        commandLine.registerConverter(Long.class, number(Long::valueOf));
        commandLine.registerConverter(int.class, number(Integer::valueOf));
        commandLine.registerConverter(boolean.class, CommandLines::flag);
        HelpLayout.apply(commandLine);
        if (ImageMode.current() == ImageMode.NATIVE_BUILD) {
            PreparedHelp.prepare(commandLine);
        }
        return commandLine
                .setExpandAtFiles(false)
                .setOverwrittenOptionsAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setAllowSubcommandsAsOptionParameters(true)
                .setParameterExceptionHandler(CommandLines::onBadArguments);
    }

    private static <T> CommandLine.ITypeConverter<T> number(Function<String, T> parser) {
        return value -> number(value, parser, "a whole number");
    }

    /**
     * Reads a number in the digits 0 to 9: Java would also take those of other scripts.
     *
     * @param what what the value should be, for the message where it is not
     */
    static <T> T number(String value, Function<String, T> parser, String what) {
        try {
            if (DECIMAL.matcher(value).matches()) {
                return parser.apply(value);
            }
        } catch (NumberFormatException e) {
            // Too large.
        }
        throw new CommandLine.TypeConversionException(Quoted.number(value) + " is not " + what + ", or too large");
    }

    /** Of a flag, which may be switched off by {@code --flag=false}. */
    private static boolean flag(String value) {
        if (value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false")) {
            return Boolean.parseBoolean(value);
        }
        throw new CommandLine.TypeConversionException(Quoted.word(value) + " is neither true nor false");
    }

    /**
     * A command line whose commands can be run.
     *
     * @param interruption how a command ends that was interrupted
     */
    static CommandLine create(Beans beans, Supplier<ExitCode> interruption) {
        CommandLine commandLine = commandLine();
        commandLine.<UpdateCommand>getCommand().use(beans);
        return commandLine.setExecutionExceptionHandler(
                (failure, command, arguments) -> onFailure(failure, command, arguments, interruption));
    }

    /** A command line for {@link #needsNoFramework}: other commands lack what they would need, and show help. */
    static CommandLine withoutFramework() {
        return commandLine().setExecutionStrategy(arguments -> {
            if (arguments.hasSubcommand() && needsNoBean(arguments.subcommand())) {
                return new CommandLine.RunLast().execute(arguments);
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

    /**
     * Runs a command.
     *
     * @return its exit code; not 0 where the result did not get through, since a script would go on with half of it
     */
    static int execute(CommandLine commandLine, String... arguments) {
        int code = commandLine.execute(arguments);
        if (!commandLine.getOut().checkError()) {
            return code;
        }
        errors(commandLine)
                .print("The result could not be written to stdout: its disk is full or its reader has gone.");
        return code == ExitCode.DONE.number() ? ExitCode.UNEXPECTED.number() : code;
    }

    /** Help and version win over everything else, as in the npm tool; else a line that says what is wrong. */
    private static int onBadArguments(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        if (contains(args, HELP)) {
            command.usage(command.getOut());
            return ExitCode.DONE.number();
        }
        if (contains(args, VERSION)) {
            // Not every command has a version of its own.
            command.getCommandSpec().root().commandLine().printVersionHelp(command.getOut());
            return ExitCode.DONE.number();
        }
        String message = BadArguments.message(e, args);
        Optional<String> suggestion =
                BadArguments.saysWhereTokensGo(message) ? Optional.empty() : Suggestions.of(e, args);
        errors(command)
                .print(suggestion
                        .map(text -> BadArguments.sentence(message) + " " + text)
                        .orElse(message));
        if (suggestion.isEmpty()) {
            command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        }
        return ExitCode.USAGE.number();
    }

    /**
     * Whether all that will be printed is help, the version or a completion script. Not where arguments are wrong: the
     * framework ends with an exit code that a test can look at.
     */
    static boolean needsNoFramework(String... args) {
        return contains(args, HELP)
                || contains(args, VERSION)
                || (args.length == 1 && args[0].equals(VersionCommand.NAME))
                || isHelp(args)
                || (args.length == 2
                        && args[0].equals(CompletionCommand.NAME)
                        && Shell.named(args[1]).isPresent());
    }

    private static boolean isHelp(String... args) {
        return args.length > 0
                && args[0].equals(HelpCommand.NAME)
                && (args.length == 1 || (args.length == 2 && COMMANDS.contains(args[1])));
    }

    private static boolean contains(String[] args, List<String> options) {
        return Arrays.stream(args).anyMatch(options::contains);
    }

    private static boolean isMatched(String option, ParseResult arguments) {
        return arguments.hasMatchedOption(option)
                || (arguments.hasSubcommand() && isMatched(option, arguments.subcommand()));
    }

    private static ErrorOutput errors(CommandLine command) {
        UpdateCommand main = (UpdateCommand) command.getCommandSpec().root().userObject();
        return ErrorOutput.of(command.getErr(), main.environment());
    }

    private static int onFailure(
            Exception failure, CommandLine command, ParseResult arguments, Supplier<ExitCode> interruption) {
        PrintWriter err = command.getErr();
        // Where the thread is still marked as interrupted, what failed did so for that reason.
        if (Thread.interrupted() || failure instanceof InterruptedException) {
            ExitCode code = interruption.get();
            // That is how a sandbox is meant to end.
            if (!(command.getCommand() instanceof SandboxCommand)) {
                errors(command)
                        .print(code.ending() + (failure instanceof Interruption ? " " + failure.getMessage() : ""));
            }
            return code.number();
        }
        ExitCode code = ExitCode.of(failure);
        errors(command)
                .print(
                        code == ExitCode.UNEXPECTED
                                ? "Unexpected: " + failure + ". Please report this, with the output of --verbose."
                                : ErrorMessage.of(failure));
        if (isMatched("--verbose", arguments)) {
            // What balena, the network or the user did needs no trace of ours.
            err.print(Messages.printable(
                    failure instanceof BalenaException ? ErrorOutput.causes(failure) : ErrorOutput.trace(failure)));
            err.flush();
        }
        return code.number();
    }
}
