package io.balena.releaseupdate.cli.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** Cases that mostly wait. All of them run from the moment on that the first result is needed, several at a time. */
public final class SideBySide {

    private static final int AT_ONCE = 24;

    private final List<FutureTask<?>> waiting = new ArrayList<>();

    /** To be called for every case before any result is taken. */
    public <T> Result<T> add(Callable<T> job) {
        FutureTask<T> task = new FutureTask<>(job);
        waiting.add(task);
        return new Result<>(task);
    }

    /** Not when cases are added: a test class lists its cases before the framework that they need is up. */
    private synchronized void start() {
        if (waiting.isEmpty()) {
            return;
        }
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, task -> {
            Thread thread = new Thread(task, "side-by-side");
            thread.setDaemon(true);
            thread.setContextClassLoader(loader);
            return thread;
        });
        waiting.forEach(threads::execute);
        waiting.clear();
        threads.shutdown();
    }

    /** A test of something. */
    public interface Check<T> {
        public void check(T given) throws Exception;
    }

    /** One of several tests, which run when the first of them is checked. */
    public record Case(String text, Result<Void> result) {
        public void check() throws Exception {
            result.get();
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** The same test of each of these. */
    public static <T> List<Case> cases(List<T> given, Check<T> test) {
        SideBySide tests = new SideBySide();
        return given.stream()
                .map(one -> new Case(one.toString(), tests.add(() -> {
                    test.check(one);
                    return null;
                })))
                .toList();
    }

    /** What comes of one case. */
    public final class Result<T> {
        private final Future<T> future;

        private Result(Future<T> future) {
            this.future = future;
        }

        /** Waits for it, and throws what the case threw. */
        public T get() throws Exception {
            start();
            try {
                return future.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                throw e.getCause() instanceof Exception exception ? exception : e;
            }
        }
    }
}
