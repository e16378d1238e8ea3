package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.ReleaseUpdates;
import io.balena.releaseupdate.Version;
import io.balena.releaseupdate.cli.process.ExitCode;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.FleetReference;
import io.balena.releaseupdate.model.ImagePair;
import io.balena.releaseupdate.model.Preparation;
import io.balena.releaseupdate.model.ReleaseReference;
import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.model.ServiceUpdate;
import io.balena.releaseupdate.output.progress.Progress;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The main job: the update from one release to another. */
@Command(
        name = "balena-release-update",
        description =
                "Describes the update from one release to another and has its deltas built. For fleets on balenaCloud"
                        + " and openBalena. The exit code says whether it is safe to pin.",
        versionProvider = UpdateCommand.VersionProvider.class,
        subcommands = {
            FleetCommand.class,
            StatusCommand.class,
            SandboxCommand.class,
            CompletionCommand.class,
            HelpCommand.class,
            VersionCommand.class
        },
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
public final class UpdateCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

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

    @Mixin
    private PreparationArguments preparation;

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

    private Beans beans;

    /** To be called before it or a subcommand is run. */
    void use(Beans given) {
        beans = given;
    }

    Beans beans() {
        return beans;
    }

    /** The variables that the command may read. */
    Map<String, String> environment() {
        return beans == null ? System.getenv() : beans.access().environment();
    }

    @Override
    public Integer call() throws InterruptedException {
        checkArguments();
        Deadline deadline = preparation.deadline();
        Deadline look = PreparationArguments.firstLook(deadline);
        Messages stderr = messages.messages(spec.commandLine().getErr());
        Progress progress =
                messages.preparation(result.progress(), spec.commandLine().getErr(), preparation.mostAttempts());
        try {
            ReleaseUpdates updates;
            ReleaseUpdate update;
            String busy = "Looking up releases " + from + " and " + to;
            try (Activity activity = messages.activity(
                    busy, result.progress(), stderr, spec.commandLine().getErr())) {
                beans.access().open(connection, stderr, look);
                updates = beans.releaseUpdates().get();
                update = updates.describe(from, to, Optional.ofNullable(fleet), look);
            }
            if (preparation.isDryRun()) {
                announce(update, stderr);
            } else if (preparation.isPreparing()) {
                prepare(updates, update, deadline, stderr, progress);
                return ExitCode.DONE.number();
            }
            print(update);
            if (result.exitStatus()) {
                Endings.throwUnlessReady(update);
            }
        } finally {
            beans.access().close();
        }
        return ExitCode.DONE.number();
    }

    private void prepare(
            ReleaseUpdates updates, ReleaseUpdate described, Deadline deadline, Messages stderr, Progress progress)
            throws InterruptedException {
        Preparation end;
        ReleaseUpdate update;
        try (ProgressDisplay display = ProgressDisplay.start(progress, stderr, List.of(described))) {
            end = updates.prepare(described, preparation.options(deadline), display.events());
            update = described.with(end.states());
            display.finish(List.of(update), end);
        }
        print(update);
        Endings.throwUnlessDone(end, update, preparation.timeout());
        if (result.exitStatus()) {
            Endings.throwUnlessReady(update);
        }
    }

    private static void announce(ReleaseUpdate update, Messages stderr) {
        Set<ImagePair> missing = Set.copyOf(ReleaseUpdates.missingDeltas(update));
        for (ServiceUpdate service : update.services()) {
            service.pair()
                    .filter(missing::contains)
                    .ifPresent(pair -> stderr.tell("Would ask for the delta of service " + service.serviceName()
                            + ", image " + pair.source() + " to " + pair.target() + "."));
        }
        if (missing.isEmpty()) {
            stderr.tell("Would ask for nothing.");
        }
    }

    private void print(ReleaseUpdate update) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(result.format().render(update));
        out.flush();
    }

    private void checkArguments() {
        preparation.check();
        connection.check();
        result.check();
        if (from == null || to == null) {
            throw new ParameterException(spec.commandLine(), missingRelease());
        }
        boolean anyVersion = from instanceof ReleaseReference.Version || to instanceof ReleaseReference.Version;
        if (anyVersion && fleet == null) {
            throw new ParameterException(
                    spec.commandLine(), "A version needs --fleet SLUG: other fleets have the same versions");
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

    /** The version alone. */
    static final class VersionProvider implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {Version.NUMBER};
        }
    }
}
