package io.balena.releaseupdate.settings;

import io.balena.releaseupdate.model.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads files with a size limit: a path may lead to /dev/zero. */
public final class SmallFile {

    private SmallFile() {}

    /** Reads the file; throws an {@link IOException} if it is unreadable or larger than the limit. */
    public static byte[] read(Path file, int limitInKiB) throws IOException {
        return read(file, limitInKiB, Deadline.never());
    }

    /**
     * Reads a file until a deadline.
     *
     * @throws TooLate if the deadline passed before the file was read
     */
    public static byte[] read(Path file, int limitInKiB, Deadline deadline) throws IOException {
        return Files.isRegularFile(file) || !Files.exists(file)
                ? readNow(file, limitInKiB)
                : interruptibly(() -> readNow(file, limitInKiB), deadline);
    }

    /**
     * Reads a stream until a deadline.
     *
     * @param in not closed
     * @throws TooLate if the deadline passed before its end
     */
    public static byte[] read(InputStream in, int limitInKiB, Deadline deadline) throws IOException {
        return interruptibly(() -> readNow(in, limitInKiB), deadline);
    }

    /** The deadline passed during a read. */
    static final class TooLate extends IOException {
        private static final long serialVersionUID = 1;
    }

    /**
     * Reads a source that may block forever: a terminal or a pipe. Interrupting a thread does not end such a read in
     * Java, so another thread reads, and is abandoned on interruption.
     *
     * @throws InterruptedIOException if this thread was interrupted; its interrupt status stays set
     */
    private static byte[] interruptibly(Callable<byte[]> reading, Deadline deadline) throws IOException {
        FutureTask<byte[]> task = new FutureTask<>(reading);
        Thread reader = new Thread(task, "reader");
        reader.setDaemon(true);
        reader.start();
        try {
            return task.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new TooLate();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException problem) {
                throw problem;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static byte[] readNow(Path file, int limitInKiB) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return readNow(in, limitInKiB);
        }
    }

    private static byte[] readNow(InputStream in, int limitInKiB) throws IOException {
        int limit = limitInKiB * 1024;
        byte[] bytes = in.readNBytes(limit + 1);
        if (bytes.length > limit) {
            throw new IOException("larger than " + limitInKiB + " KiB");
        }
        return bytes;
    }

    /** Whether this file exists; false if the name is invalid. */
    public static boolean exists(String name) {
        try {
            return Files.exists(Path.of(name));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** The reason of a failure, for a message that already names the file. */
    public static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        }
        String reason = e instanceof FileSystemException problem ? problem.getReason() : e.getMessage();
        return reason == null ? e.getClass().getSimpleName() : reason;
    }
}
