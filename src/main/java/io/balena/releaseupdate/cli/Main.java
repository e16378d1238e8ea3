package io.balena.releaseupdate.cli;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.inject.Inject;
import picocli.CommandLine;

/** The program. */
@QuarkusMain
public final class Main implements QuarkusApplication {

    private final CommandLine.IFactory factory;

    @Inject
    Main(CommandLine.IFactory factory) {
        this.factory = factory;
    }

    public static void main(String... args) {
        StandardStreams.replaceClosed();
        if (CommandLines.needsNoFramework(args)) {
            // The framework's start takes longer than all the rest.
            int code = CommandLines.execute(CommandLines.withoutFramework(), args);
            if (code != ExitCode.DONE.number()) {
                System.exit(code);
            }
            return;
        }
        IgnoredSurroundings.enforce();
        Quarkus.run(Main.class, args);
    }

    @Override
    public int run(String... args) {
        try (Signals signals = Signals.interruptThisThread()) {
            return CommandLines.execute(CommandLines.create(factory, signals::exitCode), args);
        }
    }
}
