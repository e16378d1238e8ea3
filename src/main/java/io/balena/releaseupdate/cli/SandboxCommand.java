package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.cli.process.ExitCode;
import io.balena.releaseupdate.sandbox.Sandbox;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

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
public final class SandboxCommand implements Callable<Integer> {

    private static final int LARGEST_PORT = 65_535;

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private UpdateCommand main;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Port on the loopback interface, by default any. 0 takes any that is free.")
    private int port;

    @Mixin
    private FaultOptions faults;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    private boolean help;

    @Override
    public Integer call() throws InterruptedException {
        if (port < 0 || port > LARGEST_PORT) {
            throw new ParameterException(spec.commandLine(), "--port takes 0 to " + LARGEST_PORT + ", not " + port);
        }
        try (Sandbox sandbox =
                main.beans().access().startSandbox(faults.sandboxOptions().withPort(port))) {
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
