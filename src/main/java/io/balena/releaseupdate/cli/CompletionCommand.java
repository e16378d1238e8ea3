package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.cli.completion.CompletionModel;
import io.balena.releaseupdate.cli.completion.Shell;
import io.balena.releaseupdate.cli.option.HelpOption;
import io.balena.releaseupdate.cli.option.OptionClasses;
import io.balena.releaseupdate.cli.process.ExitCode;
import jakarta.enterprise.context.Dependent;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Has a shell complete our command line. */
@Command(
        name = CompletionCommand.NAME,
        description = "Prints a script that makes a shell complete commands and options.",
        sortOptions = false,
        synopsisHeading = "Usage: ",
        customSynopsis = "balena-release-update completion [bash|zsh|fish]",
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(balena-release-update completion bash)",
            "  balena-release-update completion zsh > ~/.zfunc/_balena-release-update",
            "  balena-release-update completion fish \\",
            "      > ~/.config/fish/completions/balena-release-update.fish"
        })
@OptionClasses(HelpOption.class)
@Dependent
public final class CompletionCommand implements CliCommand {

    static final String NAME = "completion";

    @Parameters(
            arity = "0..1",
            paramLabel = "SHELL",
            description = "bash, zsh or fish. Default: the one that the variable SHELL names.")
    private Shell shell;

    @Override
    public int run(CommandSpec spec) {
        Shell chosen = shell != null ? shell : Shell.of(System.getenv()).orElseThrow(() -> unknownShell(spec));
        PrintWriter out = spec.commandLine().getOut();
        out.print(chosen.completionScript(CompletionModel.of(spec.root())));
        out.flush();
        return ExitCode.DONE.number();
    }

    private static ParameterException unknownShell(CommandSpec spec) {
        return new ParameterException(
                spec.commandLine(), "Which shell? The variable SHELL names none of bash, zsh, fish: say which");
    }
}
