package io.balena.releaseupdate.settings;

import com.auth0.jwt.JWT;
import com.auth0.jwt.exceptions.JWTDecodeException;
import com.auth0.jwt.interfaces.DecodedJWT;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The credential for balena: the JWT of a session, or an API key.
 *
 * @param isSession whether it is a JWT; an API key is opaque
 * @param issuedAt when it was issued; empty for API keys, and for a JWT without that claim
 * @param expiresAt when it expires; empty for API keys, and for a JWT without that claim
 */
record Token(String value, boolean isSession, Optional<Instant> issuedAt, Optional<Instant> expiresAt) {

    static final int LIMIT_IN_KIB = 64;

    private static final Pattern ASSIGNMENT = Pattern.compile("(export\\s+|set\\s+)?[A-Za-z]\\w*(_\\w*)?\\s*=\\s*\\S");
    private static final Pattern HEADER = Pattern.compile("(?i)(authorization\\s*:|bearer\\s)");

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /**
     * Parses a token, ignoring surrounding white space.
     *
     * @throws IllegalArgumentException if it is malformed; the message does not quote it
     */
    static Token parse(String text) {
        String value = (text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text).strip();
        if (value.isEmpty()) {
            throw new IllegalArgumentException("is empty");
        }
        if (value.length() > LIMIT_IN_KIB * 1024) {
            throw new IllegalArgumentException("is larger than " + LIMIT_IN_KIB + " KiB");
        }
        refuseWrapping(value);
        // A line break would end the HTTP header and begin another one.
        if (!value.chars().allMatch(c -> c > ' ' && c <= '~')) {
            throw new IllegalArgumentException("is no token: it holds spaces, control or non-ASCII characters");
        }
        return decode(value)
                .map(jwt -> new Token(
                        value,
                        true,
                        Optional.ofNullable(jwt.getIssuedAtAsInstant()),
                        Optional.ofNullable(jwt.getExpiresAtAsInstant())))
                .orElseGet(() -> new Token(value, false, Optional.empty(), Optional.empty()));
    }

    /** Rejects text that is often copied along with a token, and that balena would not accept. */
    private static void refuseWrapping(String value) {
        char first = value.charAt(0);
        if (first == '"' || first == '\'' || first == '`') {
            throw new IllegalArgumentException("stands in quotation marks");
        }
        if (first == '{' || first == '[') {
            throw new IllegalArgumentException("is JSON");
        }
        if (ASSIGNMENT.matcher(value).lookingAt()) {
            throw new IllegalArgumentException("begins with the name of a variable and an equals sign");
        }
        if (HEADER.matcher(value).lookingAt()) {
            throw new IllegalArgumentException("begins like an HTTP header, with Bearer or Authorization");
        }
    }

    boolean isExpired(Instant now) {
        return expiresAt.filter(end -> !now.isBefore(end)).isPresent();
    }

    /** Whether this one, found in place of {@code old}, should be used instead. */
    boolean supersedes(Token old, Instant now) {
        if (!isSession) {
            return !value.equals(old.value);
        }
        return !isExpired(now)
                && issuedAt.orElse(Instant.MIN).isAfter(old.issuedAt().orElse(Instant.MIN));
    }

    /** Does not show the value. */
    @Override
    public String toString() {
        return isSession ? "session token" : "API key";
    }

    private static Optional<DecodedJWT> decode(String value) {
        // API keys have no dots; this avoids loading the JWT library and Jackson for them.
        if (value.chars().filter(c -> c == '.').count() != 2) {
            return Optional.empty();
        }
        try {
            return Optional.of(JWT.decode(value));
        } catch (JWTDecodeException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
