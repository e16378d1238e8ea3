package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.ReleaseUpdates;
import io.balena.releaseupdate.cli.error.PreparationErrors;
import io.balena.releaseupdate.cli.option.ExitStatusOption;
import io.balena.releaseupdate.cli.option.OptionClasses;
import io.balena.releaseupdate.cli.option.PreparationArguments;
import io.balena.releaseupdate.cli.option.VersionOption;
import io.balena.releaseupdate.cli.stderr.Activity;
import io.balena.releaseupdate.cli.stderr.ProgressDisplay;
import io.balena.releaseupdate.cli.value.FleetConverter;
import io.balena.releaseupdate.cli.value.ReleaseConverter;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.FleetReference;
import io.balena.releaseupdate.model.ImagePair;
import io.balena.releaseupdate.model.Preparation;
import io.balena.releaseupdate.model.ReleaseReference;
import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.model.ServiceUpdate;
import io.balena.releaseupdate.output.progress.Progress;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The main job: the update from one release to another. */
@Command(
        name = "balena-release-update",
        description =
                "Describes the update from one release to another and has its deltas built. For fleets on balenaCloud"
                        + " and openBalena. The exit code says whether it is safe to pin.",
        versionProvider = VersionOption.Provider.class,
        sortOptions = false,
        synopsisHeading = "Usage: ",
        customSynopsis = {
            "balena-release-update --from-release R --to-release R [OPTIONS]",
            "       balena-release-update COMMAND [OPTIONS]"
        },
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        exitCodeListHeading = "%nExit codes:%n",
        footerHeading = "%nExamples: ",
        footer = {
            "  balena-release-update --wait --from-release 900813 --to-release 900835",
            "  balena-release-update --fleet acme/kiosk --from-release 1.4.0 \\",
            "      --to-release 1.5.0 --exit-status",
            "  balena-release-update fleet acme/kiosk --to-release 1.5.0 --pin"
        })
@OptionClasses({PreparationArguments.class, ExitStatusOption.class})
public final class UpdateCommand extends BalenaCommand {

    @Option(
            names = "--from-release",
            paramLabel = "R",
            converter = ReleaseConverter.class,
            description = "The release that devices run: id, commit or version. Of a commit, 6 digits or more are"
                    + " enough; a version needs --fleet. Required.")
    private ReleaseReference from;

    @Option(
            names = "--to-release",
            paramLabel = "R",
            converter = ReleaseConverter.class,
            description = "The release that they will run, likewise. Required.")
    private ReleaseReference to;

    @Option(
            names = "--fleet",
            paramLabel = "SLUG",
            converter = FleetConverter.class,
            description =
                    "Look the releases up in this fleet only. It is named by its slug, organization/name, or its id.")
    private FleetReference fleet;

    @Override
    PreparationArguments waiting() {
        return options(PreparationArguments.class);
    }

    @Override
    void run(Balena balena, Deadline deadline, Deadline firstPoll) throws InterruptedException {
        Progress progress = progress(waiting().mostAttempts());
        ReleaseUpdates updates = balena.releaseUpdates();
        ReleaseUpdate update;
        try (Activity activity = activity("Looking up releases " + from + " and " + to)) {
            update = fleet == null
                    ? updates.describe(from, to, firstPoll)
                    : updates.describe(from, to, fleet, firstPoll);
        }
        if (waiting().isDryRun()) {
            announce(update);
        } else if (waiting().isPreparing()) {
            prepare(updates, update, deadline, progress);
            return;
        }
        print(update);
        if (options(ExitStatusOption.class).isGiven()) {
            PreparationErrors.throwUnlessReady(update);
        }
    }

    private void prepare(ReleaseUpdates updates, ReleaseUpdate described, Deadline deadline, Progress progress)
            throws InterruptedException {
        Preparation end;
        ReleaseUpdate update;
        try (ProgressDisplay display = ProgressDisplay.start(progress, stderr(), List.of(described))) {
            end = updates.prepare(described, waiting().options(deadline), display.events());
            update = described.with(end.states());
            display.finish(List.of(update), end);
        }
        print(update);
        PreparationErrors.throwUnlessDone(end, update, waiting().timeout());
        if (options(ExitStatusOption.class).isGiven()) {
            PreparationErrors.throwUnlessReady(update);
        }
    }

    private void announce(ReleaseUpdate update) {
        Set<ImagePair> missing = Set.copyOf(ReleaseUpdates.missingDeltas(update));
        for (ServiceUpdate service : update.services()) {
            service.pair().filter(missing::contains).ifPresent(pair -> stderr().tell(
                            "Would request the delta of service " + service.serviceName() + ", image " + pair.source()
                                    + " to " + pair.target() + "."));
        }
        if (missing.isEmpty()) {
            stderr().tell("Would request nothing.");
        }
    }

    /** Always as JSON unless the user wants another format, as this form replaces the npm tool. */
    private void print(ReleaseUpdate update) {
        print(result().format().render(update, presentation(result().format())));
    }

    @Override
    void check() {
        if (from == null || to == null) {
            throw usage(missingRelease());
        }
        boolean anyVersion = from instanceof ReleaseReference.Version || to instanceof ReleaseReference.Version;
        if (anyVersion && fleet == null) {
            throw usage("A version needs --fleet SLUG: other fleets have the same versions");
        }
    }

    private String missingRelease() {
        if (from == null && to == null) {
            return "Must specify both a source and a target release: --from-release R --to-release R;"
                    + " for a whole fleet: fleet FLEET --to-release R";
        }
        return from == null
                ? "Must specify the release that devices run, too: --from-release R;"
                        + " for every one that a fleet's devices run: fleet FLEET --to-release R"
                : "Must specify the release that devices will run, too: --to-release R";
    }
}
