package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.ReleaseUpdates;
import io.balena.releaseupdate.Version;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.FleetReference;
import io.balena.releaseupdate.model.ReleaseReference;
import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.output.JsonDocument;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.util.Optional;
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
        description = "Says what the update of a balenaCloud fleet from one release to another is made of, and how much"
                + " a device downloads for it.",
        versionProvider = UpdateCommand.VersionProvider.class,
        subcommands = SandboxCommand.class,
        sortOptions = false,
        synopsisHeading = "Usage: ",
        customSynopsis = {
            "balena-release-update --from-release R --to-release R [OPTIONS]",
            "       balena-release-update sandbox [OPTIONS]"
        },
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  balena-release-update --from-release 900813 --to-release 900835",
            "  balena-release-update --fleet acme/kiosk --from-release 1.4.0 --to-release 1.5.0"
        })
public final class UpdateCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--from-release",
            paramLabel = "R",
            converter = ReleaseConverter.class,
            description = "The release that devices run: its id, its commit (all of it, or 6 or more digits) or, with"
                    + " --fleet, its version. Required.")
    private ReleaseReference from;

    @Option(
            names = "--to-release",
            paramLabel = "R",
            converter = ReleaseConverter.class,
            description = "The release that they will run. Required.")
    private ReleaseReference to;

    @Option(
            names = "--fleet",
            paramLabel = "SLUG",
            converter = FleetConverter.class,
            description = "Look the releases up in this fleet only: its slug, organization/name, or its id.")
    private FleetReference fleet;

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

    private final CloudAccess access;

    @Inject
    UpdateCommand(CloudAccess access) {
        this.access = access;
    }

    @Override
    public Integer call() throws InterruptedException {
        checkArguments();
        PrintWriter err = spec.commandLine().getErr();
        try (CloudAccess.Opened opened = access.open(connection, messages.messages(err))) {
            ReleaseUpdate update =
                    new ReleaseUpdates(opened.cloud()).describe(from, to, Optional.ofNullable(fleet), Deadline.never());
            PrintWriter out = spec.commandLine().getOut();
            out.print(JsonDocument.of(update));
            out.flush();
        }
        return ExitCode.DONE.number();
    }

    private void checkArguments() {
        if (from == null || to == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Must specify both a source and a target release: --from-release R --to-release R");
        }
        boolean anyVersion = from instanceof ReleaseReference.Version || to instanceof ReleaseReference.Version;
        if (anyVersion && fleet == null) {
            throw new ParameterException(
                    spec.commandLine(), "A version needs --fleet SLUG: other fleets have the same versions");
        }
    }

    /** The version alone. */
    static final class VersionProvider implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {Version.NUMBER};
        }
    }
}
