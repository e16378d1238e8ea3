package io.balena.releaseupdate.settings;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Provides the token for requests. The balena CLI's session is renewed once a day, as the CLI does; other tokens are
 * used unchanged. Thread-safe.
 */
public final class Session {

    /** Sessions last seven days. */
    private static final Duration RENEWED_AFTER = Duration.ofHours(24);

    /** A command that waits for hours must not retry the renewal at every poll while the API fails. */
    private static final Duration PAUSE_BETWEEN_ATTEMPTS = Duration.ofMinutes(5);

    /** Shortly before the session expires, retries are more frequent. */
    private static final Duration NEAR_ITS_END = Duration.ofMinutes(30);

    private static final Duration PAUSE_NEAR_THE_END = Duration.ofMinutes(1);

    /** The remedy for a token other than a session's. */
    public static final String PUT_A_VALID_ONE_THERE = "Put a valid one there.";

    private final TokenSources.Found origin;
    private final Clock clock;
    private final Consumer<String> warnings;

    private Token token;
    private Instant nextAttempt = Instant.MIN;
    private String lastWarning = "";

    private Session(TokenSources.Found origin, Clock clock, Consumer<String> warnings) {
        this.origin = origin;
        this.clock = clock;
        this.warnings = warnings;
        this.token = origin.token();
    }

    /**
     * Finds the token; sends no request.
     *
     * @param warnings receives problems that don't stop the command
     * @param deadline how long to wait for a token from a terminal or a pipe
     * @throws BalenaException.NotLoggedIn if there is no token, or it is malformed
     * @throws BalenaException.TimedOut if none arrived in time
     * @throws BalenaException.Usage if the user's token file can't be read
     */
    public static Session open(TokenSources sources, Clock clock, Consumer<String> warnings, Deadline deadline) {
        TokenSources.Found found = sources.find(deadline);
        found.sessionFile()
                .filter(SessionFile::isOpenToOthers)
                .ifPresent(file -> warnings.accept(
                        "Other users of this machine can read or change your session. Run: chmod 600 " + file));
        return new Session(found, clock, warnings);
    }

    /**
     * The token to send, without white space. Renews a session older than a day first; if that fails, the token is used
     * while it is valid.
     *
     * @throws BalenaException.NotLoggedIn if the token has expired, or balena no longer accepts it
     */
    public synchronized String bearer(TokenRefresher refresher) {
        Instant now = clock.instant();
        if (token.isExpired(now) || isOld(now)) {
            readAgain().filter(found -> found.supersedes(token, now)).ifPresent(found -> token = found);
        }
        if (token.isExpired(now)) {
            throw expired();
        }
        if (isOld(now) && !now.isBefore(nextAttempt)) {
            nextAttempt = now.plus(isNearItsEnd(now) ? PAUSE_NEAR_THE_END : PAUSE_BETWEEN_ATTEMPTS);
            renew(refresher, now);
        }
        return token.value();
    }

    /**
     * After balena rejected the token: switches to a token that {@code balena login} or another process has written to
     * the session's file since it was read.
     *
     * @return the new token; empty if there is none
     */
    public synchronized Optional<String> takeNewer() {
        Instant now = clock.instant();
        Optional<Token> other =
                readAgain().filter(found -> !found.value().equals(token.value()) && !found.isExpired(now));
        other.ifPresent(found -> token = found);
        return other.map(Token::value);
    }

    private Optional<Token> readAgain() {
        try {
            return origin.sessionFile().flatMap(SessionFile::read);
        } catch (BalenaException.NotLoggedIn e) {
            // Another process may be writing it. The known token stays.
            return Optional.empty();
        }
    }

    /** Where the token was found, to follow "the token in" in a message. */
    public String source() {
        return origin.source();
    }

    /** What to do if the token is invalid, as a sentence. */
    public String remedy() {
        return origin.sessionFile().isPresent() ? "Run `balena login`." : PUT_A_VALID_ONE_THERE;
    }

    /** Does not show the token. */
    @Override
    public String toString() {
        return "Session[" + origin.token() + " in " + origin.source() + "]";
    }

    /** Whether it is a session that needs renewal. */
    private boolean isOld(Instant now) {
        boolean isOld = token.issuedAt()
                .filter(start -> !start.isAfter(now.minus(RENEWED_AFTER)))
                .isPresent();
        return origin.sessionFile().isPresent() && isOld;
    }

    private boolean isNearItsEnd(Instant now) {
        return token.expiresAt()
                .filter(end -> end.isBefore(now.plus(NEAR_ITS_END)))
                .isPresent();
    }

    /** Reports the same problem only once, not at every attempt. */
    private void warn(String warning) {
        if (!warning.equals(lastWarning)) {
            warnings.accept(warning);
        }
        lastWarning = warning;
    }

    private void renew(TokenRefresher refresher, Instant now) {
        String response;
        try {
            response = refresher.refresh(token.value());
        } catch (BalenaException.Unavailable e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            warn("The session could not be renewed and is used as it is. " + e.getMessage());
            return;
        }
        Token fresh;
        try {
            fresh = Token.parse(Objects.toString(response, ""));
        } catch (IllegalArgumentException e) {
            warn("The session is used as it is: what balena sent to renew it " + e.getMessage() + ".");
            return;
        }
        if (!fresh.isSession() || fresh.isExpired(now)) {
            warn("The session is used as it is: what balena sent to renew it is no valid session token.");
            return;
        }
        save(fresh, now);
        token = fresh;
    }

    private void save(Token fresh, Instant now) {
        SessionFile file = origin.sessionFile().orElseThrow();
        try {
            file.replace(token, fresh, now);
        } catch (IOException e) {
            warnings.accept("The renewed session could not be saved in " + file + ": " + SmallFile.reason(e)
                    + ".\nThis command goes on with it; check the permissions of the folder.");
        }
    }

    private BalenaException.NotLoggedIn expired() {
        String end = token.expiresAt().map(Instant::toString).orElseThrow();
        return new BalenaException.NotLoggedIn(
                "The session token in " + origin.source() + " expired at " + end + ".\n" + remedy());
    }
}
