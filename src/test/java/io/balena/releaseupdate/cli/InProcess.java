package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.ReleaseUpdates;
import io.balena.releaseupdate.fleet.FleetUpdates;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Instance;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.function.Supplier;
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
        CommandLine.IFactory defaults = CommandLine.defaultFactory();
        CommandLine.IFactory factory = new CommandLine.IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                K made = defaults.create(type);
                if (made instanceof UpdateCommand command) {
                    command.access = access;
                    command.releaseUpdates = instance(() -> new ReleaseUpdates(access.cloud()));
                } else if (made instanceof FleetCommand command) {
                    command.access = access;
                    command.fleetUpdates = instance(() -> new FleetUpdates(access.cloud()));
                }
                return made;
            }
        };
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = CommandLines.create(factory, () -> ExitCode.INTERRUPTED)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err));
        int exitCode = CommandLines.execute(commandLine, arguments);
        return new Ended(exitCode, out.toString(), err.toString());
    }

    /** A bean to be had, and nothing else of what such an object can do. */
    @SuppressWarnings("unchecked")
    private static <T> Instance<T> instance(Supplier<T> bean) {
        return (Instance<T>) Proxy.newProxyInstance(
                InProcess.class.getClassLoader(), new Class<?>[] {Instance.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("get")) {
                        return bean.get();
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }
}
