package io.balena.releaseupdate.cli.process;

import io.quarkus.runtime.ImageMode;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * SIGHUP, SIGINT and SIGTERM, turned into an interruption of the thread that runs a command, so that it can print what
 * it knows. A later one ends the program at once. What the caller has us ignore, as {@code nohup} does, stays ignored.
 */
public final class Signals implements AutoCloseable {

    private static final int EXIT_CODE_BASE = 128;
    private static final Map<String, ExitCode> ENDINGS =
            Map.of("HUP", ExitCode.HUNG_UP, "INT", ExitCode.INTERRUPTED, "TERM", ExitCode.TERMINATED);

    private final AtomicReference<Received> first = new AtomicReference<>();
    private final Map<Signal, SignalHandler> before = new HashMap<>();

    /**
     * A signal, and when it came.
     *
     * @param nanoTime as {@link System#nanoTime} has it
     */
    record Received(Signal signal, long nanoTime) {

        private static final long ONE_ENDING_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

        /**
         * Whether one who wants the program to end has sent both: {@code timeout} signals its child and then the process
         * group, wrappers pass on the Ctrl-C that the terminal sends to everybody, a shell and the kernel both tell that
         * the terminal has gone.
         */
        boolean isSentAgainBy(Received later) {
            return later.nanoTime - nanoTime < ONE_ENDING_NANOS;
        }
    }

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
        Received received = new Received(signal, System.nanoTime());
        if (first.compareAndSet(null, received)) {
            command.interrupt();
        } else if (!first.get().isSentAgainBy(received)) {
            Runtime.getRuntime().halt(EXIT_CODE_BASE + signal.getNumber());
        }
    }

    /** Interrupts the calling thread from now on. */
    public static Signals interruptThisThread() {
        return new Signals(Thread.currentThread());
    }

    /** How the program ends that was interrupted: by convention 128 and the signal's number. */
    public ExitCode exitCode() {
        Received received = first.get();
        return received == null
                ? ExitCode.INTERRUPTED
                : ENDINGS.get(received.signal().getName());
    }

    @Override
    public void close() {
        before.forEach(Signal::handle);
    }
}
