package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.cli.harness.CommandUnderTest;
import io.balena.releaseupdate.cli.harness.Ended;
import io.balena.releaseupdate.cli.process.ExitCode;
import io.balena.releaseupdate.cli.process.ProcessEnvironment;
import io.balena.releaseupdate.cloud.Timeouts;
import io.balena.releaseupdate.model.WaitClock;
import io.quarkus.arc.Arc;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/** The command within the process of a test, with the framework that runs already. Several may run at a time. */
public final class InProcess implements CommandUnderTest {

    private final Supplier<WaitClock> clocks;
    private final Timeouts timeouts;

    /**
     * Runs commands so.
     *
     * @param clocks measure what they wait for
     * @param timeouts of requests
     */
    public InProcess(Supplier<WaitClock> clocks, Timeouts timeouts) {
        this.clocks = clocks;
        this.timeouts = timeouts;
    }

    @Override
    public Ended run(Map<String, String> variables, String stdin, List<String> arguments) {
        String[] given = arguments.toArray(String[]::new);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = commandLine(variables, stdin, given)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        int exitCode = CommandLines.execute(commandLine, given);
        return new Ended(exitCode, out.toString(), err.toString(), 0);
    }

    private CommandLine commandLine(Map<String, String> variables, String stdin, String[] arguments) {
        if (CommandLines.needsNoFramework(arguments)) {
            return CommandLines.withoutFramework();
        }
        ByteArrayInputStream in = new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8));
        var process = new ProcessEnvironment(variables, "/nonexistent", in);
        var access = new BalenaAccess(Arc.container().select(Vertx.class), process, clocks, timeouts);
        return CommandLines.create(new MadeCommands(access), variables, () -> ExitCode.INTERRUPTED);
    }
}
