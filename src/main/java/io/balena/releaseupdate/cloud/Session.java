package io.balena.releaseupdate.cloud;

import com.auth0.jwt.JWT;
import com.auth0.jwt.exceptions.JWTDecodeException;
import com.auth0.jwt.interfaces.DecodedJWT;
import io.balena.releaseupdate.model.BalenaException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Finds the token that authorizes requests: in a file that the user names, in {@code BALENA_API_KEY}, or in the session
 * of the balena CLI, which is kept fresh.
 */
public final class Session {

    /** Sessions last seven days; the balena CLI, too, has them renewed after one. */
    static final Duration REFRESH_AFTER = Duration.ofHours(24);

    private static final String VARIABLE = "BALENA_API_KEY";
    private static final String STDIN = "-";
    private static final int LARGEST_TOKEN = 1 << 16;
    /** What can stand in a header: a token of anything else is none. */
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");

    private final Map<String, String> environment;
    private final InputStream stdin;
    private final Clock clock;
    private final Consumer<String> warnings;

    /** Asks balena for a new session token in place of one that is still valid. */
    public interface Refresher {
        /** @throws BalenaException where there is none */
        Token refresh(Token old) throws InterruptedException;
    }

    /**
     * @param environment the process's variables
     * @param stdin read only where the user says so
     * @param warnings is told what is not well but does not stop the work, a sentence each
     */
    public Session(Map<String, String> environment, InputStream stdin, Clock clock, Consumer<String> warnings) {
        this.environment = environment;
        this.stdin = stdin;
        this.clock = clock;
        this.warnings = warnings;
    }

    /**
     * The token to use.
     *
     * @param tokenFile the file that the user names, {@code -} for stdin
     * @param dataDirectory the folder of the balena CLI's session
     * @param refresher is asked where the session is old
     * @throws BalenaException.NotLoggedIn where there is no token, or an expired one
     * @throws BalenaException.Usage where the named file can't be read
     * @throws InterruptedException where the thread was interrupted
     */
    public Token token(Optional<String> tokenFile, Optional<Path> dataDirectory, Refresher refresher)
            throws InterruptedException {
        if (tokenFile.isPresent()) {
            return unexpired(named(tokenFile.get()));
        }
        Optional<String> variable =
                Optional.ofNullable(environment.get(VARIABLE)).filter(value -> !value.isBlank());
        if (variable.isPresent()) {
            return unexpired(checked(variable.get(), VARIABLE));
        }
        Optional<SessionFile> file = dataDirectory
                .map(folder -> new SessionFile(folder.resolve("token")))
                .filter(SessionFile::exists);
        if (file.isEmpty()) {
            throw new BalenaException.NotLoggedIn(
                    "Not logged in. Run `balena login`, or give an API key in " + VARIABLE + " or with --token-file.");
        }
        return fresh(file.get(), refresher);
    }

    private Token named(String name) {
        if (name.equals(STDIN)) {
            return checked(readStdin(), "stdin");
        }
        try {
            Path file = Path.of(name);
            if (Files.isRegularFile(file) && Files.size(file) > LARGEST_TOKEN) {
                throw new BalenaException.Usage("Can't use " + name + " as a token file: it is larger than 64 KiB.");
            }
            return checked(Files.readString(file, StandardCharsets.UTF_8), name);
        } catch (IOException | InvalidPathException e) {
            throw new BalenaException.Usage("Can't read the token file '" + BalenaException.shown(name) + "' ("
                    + e.getClass().getSimpleName() + "). Give a file that holds an API key or a session token.");
        }
    }

    private String readStdin() {
        try {
            return new String(stdin.readNBytes(LARGEST_TOKEN), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new BalenaException.Usage("Can't read a token from stdin. Pipe it in, or name a file.");
        }
    }

    private Token unexpired(Token token) {
        expiry(token).filter(this::isPast).ifPresent(expiry -> {
            throw expired(token);
        });
        return token;
    }

    private Token fresh(SessionFile file, Refresher refresher) throws InterruptedException {
        file.exposure().ifPresent(warnings);
        Token token = unexpired(checked(file.read(), file.toString()));
        Optional<Instant> issued = decode(token.value()).map(DecodedJWT::getIssuedAtAsInstant);
        if (issued.isEmpty() || clock.instant().isBefore(issued.get().plus(REFRESH_AFTER))) {
            return token;
        }
        Token renewed;
        try {
            renewed = refresher.refresh(token);
        } catch (BalenaException.Unavailable e) {
            warnings.accept("The session could not be renewed and is used as it is. " + e.getMessage());
            return token;
        }
        if (!isSession(renewed.value())) {
            warnings.accept("The session could not be renewed and is used as it is: balena did not answer with a"
                    + " session token.");
            return token;
        }
        return keep(file, token, renewed);
    }

    /** Stores a renewed session, unless another process was faster: then that one's is used. */
    private Token keep(SessionFile file, Token old, Token renewed) {
        try {
            String stored = clean(file.read());
            if (!stored.equals(old.value()) && isSession(stored)) {
                return new Token(stored, old.source());
            }
            file.replace(renewed.value());
        } catch (IOException | BalenaException e) {
            warnings.accept("The renewed session could not be stored in " + file + " ("
                    + e.getClass().getSimpleName() + "); it is used for this run.");
        }
        return renewed;
    }

    private boolean isSession(String text) {
        return TOKEN.matcher(text).matches()
                && text.length() < LARGEST_TOKEN
                && decode(text)
                        .map(DecodedJWT::getExpiresAtAsInstant)
                        .filter(expiry -> !isPast(expiry))
                        .isPresent();
    }

    private boolean isPast(Instant expiry) {
        return !clock.instant().isBefore(expiry);
    }

    private static Token checked(String text, String source) {
        String token = clean(text);
        if (token.isEmpty()) {
            throw new BalenaException.NotLoggedIn(
                    "There is no token in " + source + ". Run `balena login`, or give an API key.");
        }
        if (!TOKEN.matcher(token).matches() || token.length() >= LARGEST_TOKEN) {
            throw new BalenaException.NotLoggedIn("What " + source
                    + " holds is not a token: one is a single line of letters, digits and punctuation. Run"
                    + " `balena login`, or give an API key.");
        }
        return new Token(token, source);
    }

    /** Without the white space around it, a byte order mark, and the quotes that the balena CLI's store accepts. */
    private static String clean(String text) {
        String token = text.replace("\uFEFF", "").strip();
        return token.length() >= 2 && token.startsWith("\"") && token.endsWith("\"")
                ? token.substring(1, token.length() - 1)
                : token;
    }

    private static Optional<Instant> expiry(Token token) {
        return decode(token.value()).map(DecodedJWT::getExpiresAtAsInstant);
    }

    /** A session; empty for an API key, which says nothing of itself. */
    private static Optional<DecodedJWT> decode(String token) {
        if (token.indexOf('.') < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(JWT.decode(token));
        } catch (JWTDecodeException e) {
            return Optional.empty();
        }
    }

    private static BalenaException expired(Token token) {
        return new BalenaException.NotLoggedIn("The session token from " + token.source()
                + " has expired. Run `balena login`, or give an API key in " + VARIABLE + ".");
    }
}
