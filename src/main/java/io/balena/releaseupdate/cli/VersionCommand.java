package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.Version;
import io.balena.releaseupdate.cli.process.ExitCode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** All about the build, for people. The option {@code --version} prints the number alone, for scripts. */
@Command(
        name = VersionCommand.NAME,
        description = "Prints name, version, commit and date of the build.",
        sortOptions = false,
        synopsisHeading = "Usage: ",
        customSynopsis = "balena-release-update version",
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n")
public final class VersionCommand implements Callable<Integer> {

    static final String NAME = "version";

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    private boolean help;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.println(Version.BUILD);
        out.flush();
        return ExitCode.DONE.number();
    }
}
