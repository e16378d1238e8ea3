package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.cli.completion.CompletedCommand;
import io.balena.releaseupdate.cli.completion.Shell;
import io.balena.releaseupdate.cli.process.ExitCode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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
public final class CompletionCommand implements Callable<Integer> {

    static final String NAME = "completion";

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "SHELL",
            description = "bash, zsh or fish. Default: the one that the variable SHELL names.")
    private Shell shell;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    private boolean help;

    @Override
    public Integer call() {
        Shell chosen = shell != null ? shell : Shell.of(System.getenv()).orElseThrow(this::unknownShell);
        PrintWriter out = spec.commandLine().getOut();
        out.print(chosen.completionScript(CompletedCommand.of(spec.root())));
        out.flush();
        return ExitCode.DONE.number();
    }

    private ParameterException unknownShell() {
        return new ParameterException(
                spec.commandLine(), "Which shell? The variable SHELL names none of bash, zsh, fish: say which");
    }
}
