package io.balena.releaseupdate.cli.process;

import java.util.concurrent.atomic.AtomicReference;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * SIGINT and SIGTERM, turned into an interruption of the thread that runs a command, so that it can print what it
 * knows. A second one ends the program at once.
 */
public final class Signals implements AutoCloseable {

    private static final int EXIT_CODE_BASE = 128;

    private final AtomicReference<Signal> received = new AtomicReference<>();
    private final SignalHandler beforeInt;
    private final SignalHandler beforeTerm;

    private Signals(Thread command) {
        SignalHandler handler = signal -> {
            if (received.compareAndSet(null, signal)) {
                command.interrupt();
            } else {
                Runtime.getRuntime().halt(EXIT_CODE_BASE + signal.getNumber());
            }
        };
        beforeInt = Signal.handle(new Signal("INT"), handler);
        beforeTerm = Signal.handle(new Signal("TERM"), handler);
    }

    /** Interrupts the calling thread from now on. */
    public static Signals interruptThisThread() {
        return new Signals(Thread.currentThread());
    }

    /** How the program ends that was interrupted: by convention 128 and the signal's number. */
    public ExitCode exitCode() {
        Signal signal = received.get();
        return signal != null && signal.getName().equals("TERM") ? ExitCode.TERMINATED : ExitCode.INTERRUPTED;
    }

    @Override
    public void close() {
        Signal.handle(new Signal("INT"), beforeInt);
        Signal.handle(new Signal("TERM"), beforeTerm);
    }
}
