package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.cli.option.ConnectionOptions;
import io.balena.releaseupdate.cli.option.HelpOption;
import io.balena.releaseupdate.cli.option.MessageOptions;
import io.balena.releaseupdate.cli.option.OptionClasses;
import io.balena.releaseupdate.cli.option.ResultOptions;
import io.balena.releaseupdate.cli.option.VersionOption;
import io.balena.releaseupdate.cli.option.WaitArguments;
import io.balena.releaseupdate.cli.process.ExitCode;
import io.balena.releaseupdate.cli.stderr.Activity;
import io.balena.releaseupdate.cli.stderr.Messages;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.output.document.OutputFormat;
import io.balena.releaseupdate.output.document.Presentation;
import io.balena.releaseupdate.output.progress.Progress;
import io.balena.releaseupdate.output.progress.status.StatusProgress;
import io.balena.releaseupdate.output.progress.status.StatusProgresses;
import io.balena.releaseupdate.text.TextStyle;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * A command that balena takes part in: checks its options, opens balena, and closes it whatever happens. An error ends
 * it, from which {@link ErrorHandler} makes message and exit code.
 */
@OptionClasses({
    ResultOptions.class,
    ConnectionOptions.class,
    MessageOptions.class,
    HelpOption.class,
    VersionOption.class
})
abstract class BalenaCommand implements CliCommand {

    @Inject
    BalenaAccess access;

    private CommandSpec spec;
    private Messages stderr;
    private Optional<URI> dashboard = Optional.empty();

    /** Its time limit. */
    abstract WaitArguments waiting();

    /** @throws ParameterException if its own options make no sense */
    abstract void check();

    /**
     * Does its job, and prints the result.
     *
     * @param deadline of the whole command
     * @param firstPoll the deadline of the first requests; later than {@code deadline} if that leaves no time at all
     */
    abstract void run(Balena balena, Deadline deadline, Deadline firstPoll) throws InterruptedException;

    @Override
    public final int run(CommandSpec given) throws InterruptedException {
        spec = given;
        waiting().check(commandLine());
        options(ConnectionOptions.class).check(commandLine());
        result().check(commandLine());
        refuseOptionsBeforeCommand();
        check();
        Deadline deadline = waiting().deadline();
        Deadline firstPoll = WaitArguments.firstPoll(deadline);
        stderr = messages().messages(err());
        try (Balena balena = open(firstPoll)) {
            dashboard = balena.dashboard();
            run(balena, deadline, firstPoll);
        }
        return ExitCode.DONE.number();
    }

    private Balena open(Deadline firstPoll) {
        ConnectionOptions connection = options(ConnectionOptions.class);
        if (!connection.readsTokenFromStdin()) {
            return access.open(connection, stderr, firstPoll);
        }
        try (Activity activity = activity("Waiting for the token on stdin")) {
            return access.open(connection, stderr, firstPoll);
        }
    }

    private void refuseOptionsBeforeCommand() {
        CommandSpec parent = spec.parent();
        if (parent != null
                && !parent.commandLine().getParseResult().matchedOptions().isEmpty()) {
            throw usage("Options of the %1$s command go behind it: %1$s FLEET [OPTIONS]".formatted(spec.name()));
        }
    }

    /** The options of such a class that the command line gave. */
    final <T> T options(Class<T> type) {
        return CliCommand.options(spec, type);
    }

    final ResultOptions result() {
        return options(ResultOptions.class);
    }

    final MessageOptions messages() {
        return options(MessageOptions.class);
    }

    /** Everything that the command says besides its result. */
    final Messages stderr() {
        return stderr;
    }

    final PrintWriter err() {
        return commandLine().getErr();
    }

    /** For options that make no sense: what is wrong, a clause. */
    final ParameterException usage(String message) {
        return new ParameterException(commandLine(), message);
    }

    /** For a command that the npm tool does not have: people get a table, programs JSON. */
    final OutputFormat format() {
        return result().format(access.stdout().isTerminal());
    }

    /** How to present the result. */
    final Presentation presentation(OutputFormat format) {
        // To measure a terminal takes longer than a description does.
        TextStyle style = format == OutputFormat.TABLE ? access.style(messages().color()) : TextStyle.PLAIN;
        return new Presentation(style, dashboard);
    }

    /** Shows what the command is busy with, until that is closed. */
    final Activity activity(String text) {
        return messages().activity(text, result().progress(), stderr, err());
    }

    /**
     * The progress of a preparation; its time begins now.
     *
     * @param mostAttempts how often a delta is requested at most
     */
    final Progress progress(int mostAttempts) {
        return messages().preparation(result().progress(), err(), mostAttempts);
    }

    /** The progress of a watch over devices; its time begins now. */
    final StatusProgress statusProgress() {
        return StatusProgresses.of(
                messages().progress(result().progress()),
                err(),
                messages().terminal(),
                System::nanoTime,
                Clock.systemUTC());
    }

    /** Prints the result, or a part of it. */
    final void print(String text) {
        print(out -> out.print(text));
    }

    /** The same for a result that is written piece by piece. */
    final void print(Consumer<PrintWriter> result) {
        PrintWriter out = commandLine().getOut();
        result.accept(out);
        out.flush();
    }

    final CommandLine commandLine() {
        return spec.commandLine();
    }
}
