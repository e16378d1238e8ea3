package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.BuildInfo;
import io.balena.releaseupdate.cli.option.HelpOption;
import io.balena.releaseupdate.cli.option.OptionClasses;
import io.balena.releaseupdate.cli.process.ExitCode;
import jakarta.enterprise.context.Dependent;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** All about the build, for people. The option {@code --version} prints the number alone, for scripts. */
@Command(
        name = VersionCommand.NAME,
        description = "Prints name, version, commit and date of the build.",
        sortOptions = false,
        synopsisHeading = "Usage: ",
        customSynopsis = "balena-release-update version",
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n")
@OptionClasses(HelpOption.class)
@Dependent
public final class VersionCommand implements CliCommand {

    static final String NAME = "version";

    @Override
    public int run(CommandSpec spec) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(BuildInfo.BUILD);
        out.flush();
        return ExitCode.DONE.number();
    }
}
