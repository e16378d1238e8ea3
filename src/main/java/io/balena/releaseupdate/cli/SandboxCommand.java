package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.cli.option.FaultOptions;
import io.balena.releaseupdate.cli.option.HelpOption;
import io.balena.releaseupdate.cli.option.OptionClasses;
import io.balena.releaseupdate.cli.process.ExitCode;
import io.balena.releaseupdate.sandbox.Sandbox;
import io.balena.releaseupdate.sandbox.SandboxOptions;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Keeps a sandbox running, for rehearsals. */
@Command(
        name = "sandbox",
        description =
                "Runs a stand-in of balena on this machine. Until it is interrupted; prints the variables that point"
                        + " the tool to it.",
        sortOptions = false,
        synopsisHeading = "Usage: ",
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n")
@OptionClasses({FaultOptions.class, HelpOption.class})
public final class SandboxCommand implements CliCommand {

    private static final int LARGEST_PORT = 65_535;

    @Inject
    BalenaAccess access;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Port on the loopback interface, by default any. 0 takes any that is free.")
    private int port;

    @Override
    public int run(CommandSpec spec) throws InterruptedException {
        if (port < 0 || port > LARGEST_PORT) {
            throw new ParameterException(spec.commandLine(), "--port takes 0 to " + LARGEST_PORT + ", not " + port);
        }
        SandboxOptions options = CliCommand.options(spec, FaultOptions.class).sandboxOptions();
        try (Sandbox sandbox = access.startSandbox(options.withPort(port))) {
            PrintWriter out = spec.commandLine().getOut();
            out.println("export BALENARC_API_URL=" + sandbox.url());
            out.println("export BALENARC_DELTA_URL=" + sandbox.url());
            out.println("export BALENA_API_KEY=" + sandbox.token());
            out.flush();
            new CountDownLatch(1).await();
        }
        return ExitCode.DONE.number();
    }
}
