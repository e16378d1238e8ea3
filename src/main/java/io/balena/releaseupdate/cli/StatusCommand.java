package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.cli.error.StatusErrors;
import io.balena.releaseupdate.cli.option.ExitStatusOption;
import io.balena.releaseupdate.cli.option.OptionClasses;
import io.balena.releaseupdate.cli.option.StatusArguments;
import io.balena.releaseupdate.cli.option.VersionOption;
import io.balena.releaseupdate.cli.stderr.Activity;
import io.balena.releaseupdate.cli.stderr.StatusDisplay;
import io.balena.releaseupdate.cli.value.FleetConverter;
import io.balena.releaseupdate.cli.value.TargetConverter;
import io.balena.releaseupdate.fleet.FleetStatuses;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.FleetReference;
import io.balena.releaseupdate.model.FleetStatus;
import io.balena.releaseupdate.model.StatusEnd;
import io.balena.releaseupdate.model.TargetReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How far a fleet's devices are with a release. */
@Command(
        name = "status",
        description = "Says how far a fleet's devices are with a release. Can wait until they run it. Only reads.",
        versionProvider = VersionOption.Provider.class,
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
@OptionClasses({StatusArguments.class, ExitStatusOption.class})
public final class StatusCommand extends BalenaCommand {

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

    @Override
    StatusArguments waiting() {
        return options(StatusArguments.class);
    }

    @Override
    void check() {
        // Its options go together as they like.
    }

    @Override
    void run(Balena balena, Deadline deadline, Deadline firstPoll) throws InterruptedException {
        FleetStatuses statuses = balena.fleetStatuses();
        FleetStatus status;
        try (Activity activity = activity("Looking up fleet " + fleet)) {
            status = statuses.read(fleet, to, waiting().devices(), firstPoll);
        }
        if (waiting().isWaiting()) {
            StatusEnd end = follow(statuses, status, deadline);
            print(end.status());
            StatusErrors.throwUnlessReached(end, waiting().timeout());
        } else {
            print(status);
            if (options(ExitStatusOption.class).isGiven()) {
                StatusErrors.throwUnlessReached(status, waiting().goal());
            }
        }
    }

    private StatusEnd follow(FleetStatuses statuses, FleetStatus first, Deadline deadline) throws InterruptedException {
        try (StatusDisplay display = new StatusDisplay(statusProgress(), stderr())) {
            display.start(first);
            StatusEnd end = statuses.follow(first, waiting().options(deadline), display);
            display.finish(end);
            return end;
        }
    }

    private void print(FleetStatus status) {
        print(format().render(status, presentation(format())));
    }
}
