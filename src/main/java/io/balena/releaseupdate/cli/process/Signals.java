package io.balena.releaseupdate.cli.process;

import io.quarkus.runtime.ImageMode;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * SIGHUP, SIGINT and SIGTERM, turned into an interruption of the thread that runs a command, so that it can print what
 * it knows. A second one ends the program at once. What the caller has us ignore, as {@code nohup} does, stays ignored.
 */
public final class Signals implements AutoCloseable {

    private static final int EXIT_CODE_BASE = 128;
    private static final Map<String, ExitCode> ENDINGS =
            Map.of("HUP", ExitCode.HUNG_UP, "INT", ExitCode.INTERRUPTED, "TERM", ExitCode.TERMINATED);

    private final AtomicReference<Signal> received = new AtomicReference<>();
    private final Map<Signal, SignalHandler> before = new HashMap<>();

    private Signals(Thread command) {
        for (String name : ENDINGS.keySet()) {
            Signal signal = new Signal(name);
            SignalHandler former = Signal.handle(signal, caught -> take(caught, command));
            before.put(signal, former);
            if (former == SignalHandler.SIG_IGN) {
                Signal.handle(signal, former);
            }
        }
        if (ImageMode.current() == ImageMode.NATIVE_RUN) {
            // The framework would print its threads into the result.
            Signal.handle(new Signal("QUIT"), SignalHandler.SIG_DFL);
        }
    }

    private void take(Signal signal, Thread command) {
        if (received.compareAndSet(null, signal)) {
            command.interrupt();
        } else {
            Runtime.getRuntime().halt(EXIT_CODE_BASE + signal.getNumber());
        }
    }

    /** Interrupts the calling thread from now on. */
    public static Signals interruptThisThread() {
        return new Signals(Thread.currentThread());
    }

    /** How the program ends that was interrupted: by convention 128 and the signal's number. */
    public ExitCode exitCode() {
        Signal signal = received.get();
        return signal == null ? ExitCode.INTERRUPTED : ENDINGS.get(signal.getName());
    }

    @Override
    public void close() {
        before.forEach(Signal::handle);
    }
}
