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
 * Gives every request its token. The session of the balena command line tool is renewed once a day, as that tool does
 * it; tokens from elsewhere are used as they are. Safe for use by several threads.
 */
public final class Session {

    /** Sessions last seven days. */
    private static final Duration RENEWED_AFTER = Duration.ofHours(24);

    /** A command that waits for hours must not ask at every poll of an API that is out of order. */
    private static final Duration PAUSE_BETWEEN_ATTEMPTS = Duration.ofMinutes(5);

    /** Shortly before the session ends there is less to lose by asking. */
    private static final Duration NEAR_ITS_END = Duration.ofMinutes(30);

    private static final Duration PAUSE_NEAR_THE_END = Duration.ofMinutes(1);

    /** For a token that is not that of a session. */
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
     * Finds the token; sends nothing.
     *
     * @param warnings is told of what does not keep the command from going on
     * @param deadline until when to wait for a token that comes from a terminal or a pipe
     * @throws BalenaException.NotLoggedIn if there is no token, or what is in its place can't be one
     * @throws BalenaException.TimedOut if none came
     * @throws BalenaException.Usage if the file that the user named can't be read
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
     * The token to send, with nothing around it. Asks the refresher first when the session is older than a day; if that
     * does not help, the token is used for as long as it is valid.
     *
     * @throws BalenaException.NotLoggedIn if the token expired, or balena does not accept it any more
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
     * Takes up another token that was put into the session's file since it was read, by {@code balena login} or another
     * process, after balena did not accept the present one.
     *
     * @return empty if there is none
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
            // Somebody may be about to write it. The token that was read stays.
            return Optional.empty();
        }
    }

    /** Where the token was found, as a message names it after "the token in". */
    public String source() {
        return origin.source();
    }

    /** What to do where the token is not valid, a sentence. */
    public String remedy() {
        return origin.sessionFile().isPresent() ? "Run `balena login`." : PUT_A_VALID_ONE_THERE;
    }

    /** Does not show the token. */
    @Override
    public String toString() {
        return "Session[" + origin.token() + " in " + origin.source() + "]";
    }

    /** Whether it is a session that must be renewed. */
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

    /** Says the same trouble once: with every attempt it would be many times. */
    private void warn(String warning) {
        if (!warning.equals(lastWarning)) {
            warnings.accept(warning);
        }
        lastWarning = warning;
    }

    private void renew(TokenRefresher refresher, Instant now) {
        String answer;
        try {
            answer = refresher.refresh(token.value());
        } catch (BalenaException.Unavailable e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            warn("The session could not be renewed and is used as it is. " + e.getMessage());
            return;
        }
        Token fresh;
        try {
            fresh = Token.parse(Objects.toString(answer, ""));
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
