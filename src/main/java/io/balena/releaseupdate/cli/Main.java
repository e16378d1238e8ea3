package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.cli.process.ExitCode;
import io.balena.releaseupdate.cli.process.IsolatedConfiguration;
import io.balena.releaseupdate.cli.process.KernelRandomness;
import io.balena.releaseupdate.cli.process.NativeStart;
import io.balena.releaseupdate.cli.process.PrivateMemory;
import io.balena.releaseupdate.cli.process.Signals;
import io.balena.releaseupdate.cli.process.StandardStreams;
import io.balena.releaseupdate.cloud.ProxyRefusals;
import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import picocli.CommandLine;

/** The program. */
@QuarkusMain
public final class Main implements QuarkusApplication {

    private final Instance<CliCommand> commands;

    @Inject
    Main(@Any Instance<CliCommand> commands) {
        this.commands = commands;
    }

    public static void main(String... args) {
        PrivateMemory.enforce();
        NativeStart.complete();
        StandardStreams.replaceClosed();
        if (CommandLines.needsNoFramework(args)) {
            // The framework's start takes longer than all the rest.
            int code = CommandLines.execute(CommandLines.withoutFramework(), args);
            if (code != ExitCode.DONE.number()) {
                System.exit(code);
            }
            return;
        }
        KernelRandomness.replaceMissingDevice();
        nameThisHost();
        boundBuffers();
        ProxyRefusals.enable();
        IsolatedConfiguration.enforce();
        Quarkus.run(Main.class, args);
    }

    /**
     * The log manager wants to know this machine's name for its records. Without the variable HOSTNAME, as in cron, it
     * would query the DNS, and wait for seconds if that does not answer.
     */
    private static void nameThisHost() {
        for (String name : List.of("jboss.host.name", "jboss.qualified.host.name", "jboss.node.name")) {
            if (System.getProperty(name) == null) {
                System.setProperty(name, "localhost");
            }
        }
    }

    /**
     * The network library would make as many pools of buffers as this machine has processors, twice, and caches for each
     * of the threads that use them. There is one such thread, and its requests are few.
     */
    private static void boundBuffers() {
        System.setProperty("io.netty.allocator.numHeapArenas", "1");
        System.setProperty("io.netty.allocator.numDirectArenas", "1");
        System.setProperty("io.netty.allocator.smallCacheSize", "0");
        System.setProperty("io.netty.allocator.normalCacheSize", "0");
    }

    @Override
    public int run(String... args) {
        int code;
        try (Signals signals = Signals.interruptThisThread()) {
            CommandLine commandLine =
                    CommandLines.create(new CommandBeans(commands), System.getenv(), signals::exitCode);
            if (ImageMode.current() == ImageMode.NATIVE_RUN) {
                // Ours is kept. The framework's own executable prints a stack trace for each connection that can't be
                // opened.
                System.setErr(new PrintStream(OutputStream.nullOutputStream()));
            }
            code = CommandLines.execute(commandLine, args);
        }
        if (ImageMode.current() == ImageMode.NATIVE_RUN) {
            // Everything is written and closed. To take the framework down in order would take longer than the command.
            Runtime.getRuntime().halt(code);
        }
        return code;
    }
}
