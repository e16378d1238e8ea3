package io.balena.releaseupdate.cloud;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads files that have no business being large: a path may lead to /dev/zero. */
final class SmallFile {

    private SmallFile() {}

    static byte[] read(Path file, int limitInKiB) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, limitInKiB);
        }
    }

    static byte[] read(InputStream in, int limitInKiB) throws IOException {
        int limit = limitInKiB * 1024;
        byte[] bytes = in.readNBytes(limit + 1);
        if (bytes.length > limit) {
            throw new IOException("larger than " + limitInKiB + " KiB");
        }
        return bytes;
    }

    /** What went wrong, for a message that has named the file already. */
    static String reason(IOException e) {
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
