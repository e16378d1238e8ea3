package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.cli.error.PreparationErrors;
import io.balena.releaseupdate.cli.error.StatusErrors;
import io.balena.releaseupdate.cli.option.ExitStatusOption;
import io.balena.releaseupdate.cli.option.FollowArguments;
import io.balena.releaseupdate.cli.option.OptionClasses;
import io.balena.releaseupdate.cli.option.PreparationArguments;
import io.balena.releaseupdate.cli.option.VersionOption;
import io.balena.releaseupdate.cli.stderr.Activity;
import io.balena.releaseupdate.cli.stderr.ProgressDisplay;
import io.balena.releaseupdate.cli.stderr.StatusDisplay;
import io.balena.releaseupdate.cli.value.FleetConverter;
import io.balena.releaseupdate.cli.value.TargetConverter;
import io.balena.releaseupdate.fleet.FleetStatuses;
import io.balena.releaseupdate.fleet.FleetUpdates;
import io.balena.releaseupdate.fleet.FollowOptions;
import io.balena.releaseupdate.fleet.PinOptions;
import io.balena.releaseupdate.fleet.Sources;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.FleetReference;
import io.balena.releaseupdate.model.FleetUpdate;
import io.balena.releaseupdate.model.ImagePair;
import io.balena.releaseupdate.model.PinOutcome;
import io.balena.releaseupdate.model.Preparation;
import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.model.ServiceUpdate;
import io.balena.releaseupdate.model.StatusEnd;
import io.balena.releaseupdate.model.TargetReference;
import io.balena.releaseupdate.output.document.OutputFormat;
import io.balena.releaseupdate.output.progress.Progress;
import io.balena.releaseupdate.output.words.PinText;
import java.util.HashSet;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The update of a whole fleet, from every release that its devices run. */
@Command(
        name = "fleet",
        description = "Describes and prepares the update of a whole fleet, and pins it. Does for every release that its"
                + " devices run what the main command does for one: says what the update to the target release is made"
                + " of and what the fleet will download, has the missing deltas built, and pins the fleet when, and only"
                + " when, everything is ready.",
        versionProvider = VersionOption.Provider.class,
        sortOptions = false,
        synopsisHeading = "Usage: ",
        customSynopsis = "balena-release-update fleet FLEET [--to-release R] [OPTIONS]",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  balena-release-update fleet acme/kiosk --to-release 1.5.0 -o table",
            "  balena-release-update fleet acme/kiosk --to-release 1.5.0 --pin --follow"
        })
@OptionClasses({FollowArguments.class, PreparationArguments.class, ExitStatusOption.class})
public final class FleetCommand extends BalenaCommand {

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
            description = "The release to run: id, commit, version or latest. The latest is the newest that is final,"
                    + " was built and is not invalidated. Of a commit, 6 digits or more are enough. Default: the one that"
                    + " the fleet should run now.")
    private TargetReference to;

    @Option(
            names = "--online-only",
            description = "Count only devices that balena heard from recently. Their heartbeat decides, not their VPN.")
    private boolean onlineOnly;

    @Option(
            names = "--min-devices",
            paramLabel = "N",
            description = "Skip releases that fewer than N devices run. Default: 1.")
    private long minDevices = 1;

    @Option(
            names = "--pin",
            description = "Pin the fleet once everything is ready. Not if what the fleet runs was changed since the"
                    + " command began. Needs --to-release. Implies --wait.")
    private boolean pin;

    @Option(
            names = "--pin-anyway",
            description =
                    "With --pin: pin also if deltas failed. Also if balena does not show what some devices" + " run.")
    private boolean pinAnyway;

    @Option(names = "--allow-draft", description = "With --pin: pin also to a draft release.")
    private boolean allowDraft;

    @Override
    PreparationArguments waiting() {
        return options(PreparationArguments.class);
    }

    @Override
    void run(Balena balena, Deadline deadline, Deadline firstPoll) throws InterruptedException {
        Progress progress = progress(waiting().mostAttempts());
        FleetUpdates updates = balena.fleetUpdates();
        FleetUpdate update;
        try (Activity activity = activity("Looking up fleet " + fleet)) {
            update = updates.describe(fleet, target(), new Sources(onlineOnly, minDevices), firstPoll);
        }
        if (pin) {
            FleetUpdates.requirePinnable(update, allowDraft);
        }
        if (waiting().isDryRun()) {
            print(announced(update));
        } else if (waiting().isPreparing()) {
            prepare(balena, update, deadline, progress);
            return;
        } else {
            print(update);
        }
        if (options(ExitStatusOption.class).isGiven()) {
            PreparationErrors.throwUnlessReady(update);
        }
    }

    private void prepare(Balena balena, FleetUpdate described, Deadline deadline, Progress progress)
            throws InterruptedException {
        FleetUpdates updates = balena.fleetUpdates();
        Preparation end;
        FleetUpdate update;
        try (ProgressDisplay display = ProgressDisplay.start(progress, stderr(), described.releaseUpdates())) {
            end = updates.prepare(described, waiting().options(deadline), display.events());
            update = described.with(end.states());
            display.finish(update.releaseUpdates(), end);
        }
        if (pin) {
            PinOptions options = new PinOptions(allowDraft, pinAnyway);
            try (Activity activity = activity("Pinning fleet " + fleet)) {
                update = update.with(updates.pin(update, end, options, deadline, stderr()::warn));
            }
        }
        if (following().isFollowing() && update.isPinned()) {
            report(update);
            follow(balena.fleetStatuses(), update, deadline);
            return;
        }
        print(update);
        report(update);
        PreparationErrors.throwUnlessDone(end, update, waiting().timeout());
        if (options(ExitStatusOption.class).isGiven() && !pinAnyway) {
            PreparationErrors.throwUnlessReady(update);
        }
    }

    /** Whatever happens here, the result is printed: the fleet is pinned. */
    private void follow(FleetStatuses statuses, FleetUpdate pinned, Deadline deadline) throws InterruptedException {
        FollowOptions options = following().options(pinned, waiting().longestStatusPollPause(), deadline);
        FleetUpdate last = pinned;
        StatusEnd end;
        try (StatusDisplay display = new StatusDisplay(statusProgress(), stderr())) {
            end = statuses.follow(pinned, options, display);
            last = pinned.with(end.status());
            display.finish(end);
        } finally {
            print(last);
        }
        StatusErrors.throwUnlessReached(end, waiting().timeout());
    }

    private FollowArguments following() {
        return options(FollowArguments.class);
    }

    /** The result of pinning, unless the document says it in words, or the error that follows. */
    private void report(FleetUpdate update) {
        update.pin()
                .filter(outcome -> saysNothingInWords() && !(outcome instanceof PinOutcome.Repinned))
                .ifPresent(outcome -> stderr().report(PinText.headline(update, outcome)));
    }

    private TargetReference target() {
        return to == null ? new TargetReference.Current() : to;
    }

    private FleetUpdate announced(FleetUpdate update) {
        Set<ImagePair> missing = new HashSet<>(FleetUpdates.missingDeltas(update));
        if (missing.isEmpty()) {
            stderr().tell("Would request nothing.");
        }
        for (ReleaseUpdate release : update.releaseUpdates()) {
            for (ServiceUpdate service : release.services()) {
                // Each once, although several releases may need it.
                service.pair()
                        .filter(missing::remove)
                        .ifPresent(pair -> stderr().tell("Would request the delta of service " + service.serviceName()
                                + " from release " + release.from().name().label() + ", image " + pair.source() + " to "
                                + pair.target() + "."));
            }
        }
        if (!pin) {
            return update;
        }
        PinOutcome plan = FleetUpdates.plan(update, new PinOptions(allowDraft, pinAnyway));
        if (saysNothingInWords()) {
            stderr().tell(PinText.sentence(update, plan));
        }
        return update.with(plan);
    }

    private boolean saysNothingInWords() {
        return format() == OutputFormat.JSON;
    }

    private void print(FleetUpdate update) {
        print(out -> format().print(update, presentation(format()), out));
    }

    @Override
    void check() {
        following().check(commandLine(), pin);
        if (pin) {
            waiting().impliesWait();
        }
        if (minDevices < 1) {
            throw usage("--min-devices takes 1 or more, not " + minDevices);
        }
        if (pin && to == null) {
            throw usage("--pin needs --to-release R, to be sure which release is meant");
        }
        if (!pin && (pinAnyway || allowDraft)) {
            throw usage((pinAnyway ? "--pin-anyway" : "--allow-draft") + " makes sense with --pin only");
        }
    }
}
