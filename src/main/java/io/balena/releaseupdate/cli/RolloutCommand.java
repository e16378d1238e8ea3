package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.cli.error.RolloutErrors;
import io.balena.releaseupdate.cli.option.OptionClasses;
import io.balena.releaseupdate.cli.option.RolloutArguments;
import io.balena.releaseupdate.cli.option.VersionOption;
import io.balena.releaseupdate.cli.stderr.Activity;
import io.balena.releaseupdate.cli.stderr.Ticker;
import io.balena.releaseupdate.cli.value.FleetConverter;
import io.balena.releaseupdate.cli.value.TargetConverter;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.FleetReference;
import io.balena.releaseupdate.model.RolloutEvent;
import io.balena.releaseupdate.model.RolloutForecast;
import io.balena.releaseupdate.model.RolloutOutcome;
import io.balena.releaseupdate.model.TargetReference;
import io.balena.releaseupdate.output.document.OutputFormat;
import io.balena.releaseupdate.output.progress.rollout.RolloutProgress;
import io.balena.releaseupdate.output.progress.rollout.RolloutProgresses;
import io.balena.releaseupdate.rollout.Rollouts;
import io.balena.releaseupdate.rollout.plan.RolloutOptions;
import java.time.Clock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A release's way to a fleet in stages. */
@Command(
        name = "rollout",
        description =
                "Brings a release to a fleet in stages, and watches the devices. The next stage begins only if the"
                        + " devices of the last one are well. Stop it at any time, from any machine: the same command continues."
                        + " Experimental: nobody has tried it on balenaCloud yet.",
        versionProvider = VersionOption.Provider.class,
        sortOptions = false,
        synopsisHeading = "Usage: ",
        customSynopsis = "balena-release-update rollout FLEET --to-release R [OPTIONS]",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  balena-release-update rollout acme/kiosk --to-release 1.5.0 --dry-run",
            "  balena-release-update rollout acme/kiosk --to-release 1.5.0 --stages 5,20%%",
            "  balena-release-update rollout acme/kiosk --to-release 1.5.0 --undo"
        })
@OptionClasses(RolloutArguments.class)
public final class RolloutCommand extends BalenaCommand {

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
                    "The release to bring: id, commit, version or latest. Of a commit, 6 digits or more are enough."
                            + " Required.")
    private TargetReference to;

    @Override
    RolloutArguments waiting() {
        return options(RolloutArguments.class);
    }

    @Override
    void check() {
        if (to == null) {
            throw usage("Must specify the release to bring to the fleet: --to-release R");
        }
    }

    @Override
    void run(Balena balena, Deadline deadline, Deadline firstPoll) throws InterruptedException {
        Rollouts rollouts = balena.rollouts();
        if (waiting().isDryRun()) {
            RolloutForecast forecast;
            try (Activity activity = activity("Looking up fleet " + fleet)) {
                forecast = rollouts.forecast(fleet, to, waiting().options(firstPoll));
            }
            print(format().render(forecast, presentation(format())));
            return;
        }
        RolloutOutcome outcome = watch(rollouts, waiting().options(deadline));
        format().render(outcome, presentation(format())).ifPresent(this::print);
        RolloutErrors.throwUnlessPassed(outcome, waiting().timeout(), stderr());
        if (format() == OutputFormat.JSON) {
            RolloutErrors.sentence(outcome).ifPresent(stderr()::report);
        }
    }

    private RolloutOutcome watch(Rollouts rollouts, RolloutOptions options) {
        RolloutProgress progress = RolloutProgresses.of(
                messages().progress(result().progress()),
                err(),
                messages().terminal(),
                waiting().mostAttempts(),
                System::nanoTime,
                Clock.systemUTC());
        try (Ticker ticker =
                Ticker.start(stderr(), progress::tick, warning -> progress.accept(new RolloutEvent.Notice(warning)))) {
            RolloutOutcome outcome = waiting().isUndo()
                    ? rollouts.undo(fleet, to, options, progress)
                    : rollouts.run(fleet, to, options, progress);
            progress.finish(outcome);
            return outcome;
        }
    }
}
