package io.balena.releaseupdate.cloud;

import io.balena.releaseupdate.model.BalenaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The file in which the balena CLI keeps its session. */
final class SessionFile {

    private static final int LARGEST = 1 << 16;
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final Path path;

    SessionFile(Path path) {
        this.path = path;
    }

    boolean exists() {
        return Files.exists(path);
    }

    String read() {
        try {
            if (Files.size(path) > LARGEST) {
                throw new BalenaException.NotLoggedIn(path + " is too large to hold a session. Run `balena login`.");
            }
            return Files.readString(path, StandardCharsets.UTF_8);
        } catch (AccessDeniedException e) {
            throw new BalenaException.NotLoggedIn("The session in " + path
                    + " can't be read: permission denied. Run as the user who ran `balena login`.");
        } catch (IOException e) {
            throw new BalenaException.NotLoggedIn("The session in " + path + " can't be read ("
                    + e.getClass().getSimpleName() + "). Run `balena login`.");
        }
    }

    /** A warning where others than the owner can read or write the file. */
    Optional<String> exposure() {
        try {
            boolean exposed = Files.getPosixFilePermissions(path).stream().anyMatch(OTHERS::contains);
            return exposed
                    ? Optional.of("Others can read the session in " + path + ". Run `chmod 600 " + path + "`.")
                    : Optional.empty();
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    /**
     * Replaces the content in one step, so that nobody ever reads half a token; owner and permissions stay. Behind a
     * symbolic link, what it points to is replaced.
     */
    void replace(String content) throws IOException {
        Path target = path.toRealPath();
        // Readable by its owner only, with a name that nobody can foresee.
        Path temporary = Files.createTempFile(target.toAbsolutePath().getParent(), ".token", null);
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
                channel.force(true);
            }
            copyOwnerAndPermissions(target, temporary);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void copyOwnerAndPermissions(Path from, Path to) throws IOException {
        var source = Files.getFileAttributeView(from, PosixFileAttributeView.class);
        var target = Files.getFileAttributeView(to, PosixFileAttributeView.class);
        if (source == null || target == null) {
            return;
        }
        var attributes = source.readAttributes();
        var own = target.readAttributes();
        if (!own.owner().equals(attributes.owner())) {
            target.setOwner(attributes.owner());
        }
        if (!own.group().equals(attributes.group())) {
            target.setGroup(attributes.group());
        }
        target.setPermissions(attributes.permissions());
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
