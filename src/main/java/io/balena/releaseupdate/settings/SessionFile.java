package io.balena.releaseupdate.settings;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.balena.releaseupdate.model.BalenaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The file with the balena CLI's session. Other programs read and write it, too. */
final class SessionFile {

    private static final Set<PosixFilePermission> OF_OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private static final String TEMPORARY_SUFFIX = ".tmp";

    /** The id of the writing process, which earlier versions omitted, and a unique number. */
    private static final Pattern UNIQUE_PART = Pattern.compile("(?:[0-9]{1,10}-)?[0-9]+");

    private static final Duration LONGEST_WRITING = Duration.ofMinutes(1);

    private final Path path;

    SessionFile(Path dataDirectory) {
        path = dataDirectory.resolve("token");
    }

    /**
     * The token; empty if the user is not logged in.
     *
     * @throws BalenaException.NotLoggedIn if the file can't be read, or contains no token
     */
    Optional<Token> read() {
        try {
            Token token = parse(path);
            removeLeftovers();
            return Optional.of(token);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new BalenaException.NotLoggedIn("Can't read the session file " + path + ": " + SmallFile.reason(e)
                    + ".\nRun this as the user who ran `balena login`, or set BALENA_API_KEY.");
        } catch (IllegalArgumentException e) {
            throw new BalenaException.NotLoggedIn(
                    "The content of the session file " + path + " " + e.getMessage() + ".\nRun `balena login`.");
        }
    }

    /** Whether other users can access it; false if there is no file, or the system has no POSIX permissions. */
    boolean isOpenToOthers() {
        try {
            PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
            return view != null && view.readAttributes().permissions().stream().anyMatch(OF_OTHERS::contains);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Replaces {@code old} by {@code fresh}, unless the user logged out or in since {@code old} was read, or another
     * process was faster. The replacement is atomic.
     */
    void replace(Token old, Token fresh, Instant now) throws IOException {
        Path target;
        try {
            // A link's target is replaced, not the link.
            target = path.toRealPath();
        } catch (NoSuchFileException e) {
            return;
        }
        if (!isSuperseded(target, old, now)) {
            writeAtomically(target, fresh);
        }
    }

    /** Package-private for the test of what happens when the last step fails. */
    static void writeAtomically(Path target, Token token) throws IOException {
        // Has an unpredictable name, is new, and is readable only by its owner.
        String prefix = temporaryPrefix(target) + ProcessHandle.current().pid() + "-";
        Path temporary = Files.createTempFile(target.getParent(), prefix, TEMPORARY_SUFFIX);
        try {
            write(temporary, token);
            takeOwnerAndPermissions(target, temporary);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static String temporaryPrefix(Path target) {
        return "." + target.getFileName() + ".";
    }

    /**
     * Removes files of processes that were killed while writing a session, since these contain a token. Every process
     * writes its own file; removing one that a process in another container is still writing only loses that save.
     */
    private void removeLeftovers() {
        try {
            Path target = path.toRealPath();
            String prefix = temporaryPrefix(target);
            try (DirectoryStream<Path> files =
                    Files.newDirectoryStream(target.getParent(), file -> isTemporary(file, prefix))) {
                for (Path file : files) {
                    if (isLeftBehind(file, prefix)) {
                        Files.deleteIfExists(file);
                    }
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // A folder that can't be listed or changed does not prevent using the session.
        }
    }

    private static boolean isTemporary(Path file, String prefix) {
        String name = file.getFileName().toString();
        return name.startsWith(prefix)
                && name.endsWith(TEMPORARY_SUFFIX)
                && UNIQUE_PART
                        .matcher(name.substring(prefix.length(), name.length() - TEMPORARY_SUFFIX.length()))
                        .matches();
    }

    private static boolean isLeftBehind(Path file, String prefix) throws IOException {
        String unique = file.getFileName().toString().substring(prefix.length());
        int end = unique.indexOf('-');
        if (end > 0
                && ProcessHandle.of(Long.parseLong(unique.substring(0, end))).isEmpty()) {
            return true;
        }
        Instant written =
                Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
        return written.isBefore(Instant.now().minus(LONGEST_WRITING));
    }

    @Override
    public String toString() {
        return path.toString();
    }

    private static boolean isSuperseded(Path target, Token old, Instant now) throws IOException {
        try {
            return parse(target).supersedes(old, now);
        } catch (IllegalArgumentException e) {
            // Another process was interrupted while writing: a valid token is an improvement.
            return false;
        }
    }

    private static Token parse(Path file) throws IOException {
        String content = new String(SmallFile.read(file, Token.LIMIT_IN_KIB), StandardCharsets.UTF_8);
        return Token.parse(unquote(content.strip()));
    }

    /** balena's store parses the content as JSON if possible. Only strings matter: a token of digits is no number. */
    private static String unquote(String content) throws IOException {
        if (!content.startsWith("\"")) {
            return content;
        }
        try (JsonParser json = new JsonFactory().createParser(content)) {
            String text = json.nextTextValue();
            return json.nextToken() == null ? text : content;
        } catch (JacksonException e) {
            return content;
        }
    }

    private static void write(Path temporary, Token token) throws IOException {
        Set<OpenOption> options = Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        try (FileChannel channel = FileChannel.open(temporary, options)) {
            ByteBuffer bytes = ByteBuffer.wrap(token.value().getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            // Otherwise, a power failure after the renaming could leave an empty file.
            channel.force(true);
        }
    }

    private static void takeOwnerAndPermissions(Path from, Path to) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(to, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view == null) {
            return;
        }
        PosixFileAttributes wanted = Files.readAttributes(from, PosixFileAttributes.class);
        try {
            if (!view.getOwner().equals(wanted.owner())) {
                view.setOwner(wanted.owner());
            }
            if (!view.readAttributes().group().equals(wanted.group())) {
                view.setGroup(wanted.group());
            }
        } catch (IOException e) {
            // Only root may change a file's owner. The group would differ, too, so its permissions are dropped and the
            // file stays readable only by its owner.
            return;
        }
        view.setPermissions(wanted.permissions());
    }
}
