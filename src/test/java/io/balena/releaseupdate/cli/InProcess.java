package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.ReleaseUpdates;
import io.balena.releaseupdate.cli.process.ExitCode;
import io.balena.releaseupdate.fleet.FleetUpdates;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Instance;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Commands within the process of a test: many in a second, since the framework is not started for each. */
final class InProcess {

    private static final Pattern OBEYED_BY_TERMINALS = Pattern.compile("[\\p{Cntrl}\\x80-\\x9f&&[^\\n]]");
    private static final Set<Integer> EXPECTED_CODES = Stream.of(ExitCode.values())
            .filter(code -> code != ExitCode.UNEXPECTED)
            .map(ExitCode::number)
            .collect(Collectors.toSet());

    private InProcess() {}

    /** How a command ended. */
    record Ended(int exitCode, String stdout, String stderr) {

        /** Whether it ended as commands may, whatever they are given. */
        boolean isRegular() {
            return EXPECTED_CODES.contains(exitCode)
                    && !stderr.contains("Exception")
                    && !stderr.contains("\tat ")
                    && !OBEYED_BY_TERMINALS.matcher(stderr).find()
                    && (exitCode != ExitCode.USAGE.number() || stdout.isEmpty() && stderr.startsWith("ERROR: "));
        }
    }

    static Ended run(Instance<Vertx> vertx, String... arguments) {
        CloudAccess access = new CloudAccess(vertx);
        Beans beans =
                new Beans(access, () -> new ReleaseUpdates(access.cloud()), () -> new FleetUpdates(access.cloud()));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = CommandLines.create(beans, () -> ExitCode.INTERRUPTED)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err));
        int exitCode = CommandLines.execute(commandLine, arguments);
        return new Ended(exitCode, out.toString(), err.toString());
    }
}
