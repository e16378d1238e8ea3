package io.balena.releaseupdate.sandbox;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.JWTVerificationException;
import com.auth0.jwt.interfaces.DecodedJWT;
import io.balena.releaseupdate.sandbox.data.Fake;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/** The one API key and the sessions that a sandbox accepts. */
final class Tokens {
    private static final String ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private final Clock clock;
    private final String apiKey;
    private final Algorithm signature;
    private volatile boolean revoked;

    /** The sender of a request. */
    enum Caller {
        /** A client without a valid token. */
        GUEST,
        API_KEY,
        SESSION
    }

    Tokens(Clock clock) {
        SecureRandom random = new SecureRandom();
        this.clock = clock;
        this.apiKey = random(random, 32);
        this.signature = Algorithm.HMAC256(random(random, 64));
    }

    private static String random(SecureRandom random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(ALPHANUMERIC.charAt(random.nextInt(ALPHANUMERIC.length())));
        }
        return text.toString();
    }

    String apiKey() {
        return apiKey;
    }

    String session(Instant issuedAt, Instant expiresAt) {
        return JWT.create()
                .withClaim("id", Fake.USER_ID)
                .withClaim("username", Fake.USERNAME)
                .withJWTId(UUID.randomUUID().toString())
                .withIssuedAt(issuedAt)
                .withExpiresAt(expiresAt)
                .sign(signature);
    }

    /** Invalidates all tokens, including future ones. */
    void revokeAll() {
        revoked = true;
    }

    Caller caller(String authorization) {
        String prefix = "Bearer ";
        if (revoked || authorization == null || !authorization.startsWith(prefix)) {
            return Caller.GUEST;
        }
        String token = authorization.substring(prefix.length());
        if (token.equals(apiKey)) {
            return Caller.API_KEY;
        }
        return isValidSession(token) ? Caller.SESSION : Caller.GUEST;
    }

    private boolean isValidSession(String token) {
        try {
            DecodedJWT session = JWT.decode(token);
            signature.verify(session);
            return session.getExpiresAtAsInstant() != null
                    && session.getExpiresAtAsInstant().isAfter(clock.instant());
        } catch (JWTVerificationException e) {
            return false;
        }
    }
}
