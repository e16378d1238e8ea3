package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.cli.process.ExitCode;
import io.balena.releaseupdate.fleet.FleetStatuses;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.FleetReference;
import io.balena.releaseupdate.model.FleetStatus;
import io.balena.releaseupdate.model.StatusEnd;
import io.balena.releaseupdate.model.StatusEvent;
import io.balena.releaseupdate.model.TargetReference;
import io.balena.releaseupdate.output.progress.StatusProgress;
import io.balena.releaseupdate.output.progress.StatusProgresses;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** How far a fleet's devices are with a release. */
@Command(
        name = "status",
        description = "Says how far a fleet's devices are with a release. Can wait until they run it. Only reads.",
        versionProvider = UpdateCommand.VersionProvider.class,
        sortOptions = false,
        synopsisHeading = "Usage: ",
        customSynopsis = "balena-release-update status FLEET [--to-release R] [OPTIONS]",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  balena-release-update status acme/kiosk -o table",
            "  balena-release-update status acme/kiosk --until 95%% --timeout 7200"
        })
public final class StatusCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private UpdateCommand main;

    @Parameters(
            arity = "1",
            paramLabel = "FLEET",
            converter = FleetConverter.class,
            description = "Its slug, organization/name, or its id.")
    private FleetReference fleet;

    @Option(
            names = "--to-release",
            paramLabel = "R",
            converter = TargetConverter.class,
            description =
                    "The release in question: id, commit, version or latest. Of a commit, 6 digits or more are enough."
                            + " Default: the fleet's target.")
    private TargetReference to = new TargetReference.Current();

    @Mixin
    private StatusArguments arguments;

    @Mixin
    private ResultOptions result;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private MessageOptions messages;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    private boolean help;

    @Option(
            names = {"-v", "--version"},
            versionHelp = true,
            description = "Show the version and exit.")
    private boolean version;

    @Override
    public Integer call() throws InterruptedException {
        checkArguments();
        Deadline deadline = arguments.deadline();
        Deadline look = PreparationArguments.firstLook(deadline);
        Messages stderr = messages.messages(spec.commandLine().getErr());
        try {
            FleetStatuses statuses;
            FleetStatus status;
            String busy = "Looking up fleet " + fleet;
            try (Activity activity = messages.activity(
                    busy, result.progress(), stderr, spec.commandLine().getErr())) {
                main.beans().access().open(connection, stderr, look);
                statuses = main.beans().fleetStatuses().get();
                status = statuses.look(fleet, to, arguments.devices(), look);
            }
            if (arguments.isWaiting()) {
                StatusEnd end = follow(statuses, status, deadline, stderr);
                print(end.status());
                StatusErrors.throwUnlessReached(end, arguments.timeout());
            } else {
                print(status);
                if (result.exitStatus()) {
                    StatusErrors.throwUnlessReached(status, arguments.goal());
                }
            }
        } finally {
            main.beans().access().close();
        }
        return ExitCode.DONE.number();
    }

    private StatusEnd follow(FleetStatuses statuses, FleetStatus first, Deadline deadline, Messages stderr) {
        StatusProgress progress = StatusProgresses.of(
                messages.progress(result.progress()),
                spec.commandLine().getErr(),
                messages.terminal(),
                System::nanoTime,
                Clock.systemUTC());
        progress.start(first);
        try (Ticker ticker =
                Ticker.start(stderr, progress::tick, warning -> progress.accept(new StatusEvent.Trouble(warning)))) {
            StatusEnd end = statuses.follow(first, arguments.options(deadline), progress);
            progress.finish(end);
            return end;
        }
    }

    private void print(FleetStatus status) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(result.format(main.beans().access().stdoutIsTerminal()).render(status));
        out.flush();
    }

    private void checkArguments() {
        arguments.check();
        connection.check();
        result.check();
        if (!spec.parent().commandLine().getParseResult().matchedOptions().isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "Options of the status command go behind it: status FLEET [OPTIONS]");
        }
    }
}
