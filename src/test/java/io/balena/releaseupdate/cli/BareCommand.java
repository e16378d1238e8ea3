package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.cli.harness.Ended;
import io.balena.releaseupdate.cli.process.ExitCode;
import io.balena.releaseupdate.cli.process.ProcessEnvironment;
import io.balena.releaseupdate.cloud.Timeouts;
import io.balena.releaseupdate.model.WaitClock;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import picocli.CommandLine;

/** The command without the framework and without balena: for all that is decided before a request. */
public final class BareCommand {

    private BareCommand() {}

    /** The model of all commands. */
    public static CommandLine model() {
        return CommandLines.withoutFramework();
    }

    public static Ended run(Map<String, String> variables, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = commandLine(variables, arguments)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        int exitCode = CommandLines.execute(commandLine, arguments);
        return new Ended(exitCode, out.toString(), err.toString(), 0);
    }

    public static Ended run(String arguments) {
        return run(Map.of(), arguments.split(" "));
    }

    private static CommandLine commandLine(Map<String, String> variables, String... arguments) {
        if (CommandLines.needsNoFramework(arguments)) {
            return CommandLines.withoutFramework();
        }
        var process = new ProcessEnvironment(variables, "/nonexistent", InputStream.nullInputStream());
        var access = new BalenaAccess(null, process, WaitClock::system, Timeouts.DEFAULT);
        return CommandLines.create(new MadeCommands(access), variables, () -> ExitCode.INTERRUPTED);
    }
}
