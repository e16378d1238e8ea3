package io.balena.releaseupdate.cloud;

import java.util.function.Supplier;

/** What authorizes requests: an API key or a session's token, which may change while a command waits. Never printed. */
public final class Credentials {

    private final Supplier<String> bearer;
    private final String source;
    private volatile String token;

    private Credentials(Supplier<String> bearer, String source) {
        this.bearer = bearer;
        this.source = source;
    }

    /** A token that stays as it is. */
    public static Credentials of(String token, String source) {
        return new Credentials(() -> token, source);
    }

    /** The token of a session, renewed when it is old. */
    public static Credentials of(Session session, TokenRefresher refresher) {
        return new Credentials(() -> session.bearer(refresher), session.source());
    }

    /** Where the token came from, for messages. */
    String source() {
        return source;
    }

    /** Renews the token where that is due, which may take a request; to be called before others are made. */
    void renew() {
        token = bearer.get();
    }

    String token() {
        if (token == null) {
            renew();
        }
        return token;
    }

    /** A text without the secret in it. */
    String hide(String text) {
        return text.replace(token(), "[token]");
    }

    @Override
    public String toString() {
        return "[token from " + source + "]";
    }
}
