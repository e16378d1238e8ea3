package io.balena.releaseupdate.cloud;

import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.settings.Session;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The API key or session token that authorizes requests. A session token may change while a command waits. Never
 * printed.
 */
final class Credentials {

    private static final String HIDDEN = "[token]";
    /** Anything shorter is not a token of balena's, and may be an ordinary word. */
    private static final int SHORTEST_SECRET = 8;

    private final Function<Deadline, String> bearer;
    private final Supplier<Optional<String>> newer;
    private final boolean isFixed;
    private final String source;
    private final String remedy;
    private final Set<String> used;
    private volatile String token;

    private Credentials(
            Function<Deadline, String> bearer,
            Supplier<Optional<String>> newer,
            boolean isFixed,
            String source,
            String remedy,
            Set<String> used) {
        this.bearer = bearer;
        this.newer = newer;
        this.isFixed = isFixed;
        this.source = source;
        this.remedy = remedy;
        this.used = used;
    }

    /** A token that never changes. */
    static Credentials of(String token, String source) {
        return fixed(token, source, Session.PUT_A_VALID_ONE_THERE);
    }

    /** The current token of a session, to renew it with. */
    static Credentials ofOld(String token, Session session) {
        return fixed(token, session.source(), session.remedy());
    }

    private static Credentials fixed(String token, String source, String remedy) {
        return new Credentials(
                deadline -> token, Optional::empty, true, source, remedy, new CopyOnWriteArraySet<>(Set.of(token)));
    }

    /**
     * The token of a session, renewed when it is old.
     *
     * @param refresher requests a new token in place of a session's, within a deadline
     */
    static Credentials of(Session session, BiFunction<String, Deadline, String> refresher) {
        Set<String> renewed = new CopyOnWriteArraySet<>();
        Function<Deadline, String> bearer = deadline -> session.bearer(old -> {
            renewed.add(old);
            return refresher.apply(old, deadline);
        });
        return new Credentials(bearer, session::takeNewer, false, session.source(), session.remedy(), renewed);
    }

    /** Where the token came from, for messages. */
    String source() {
        return source;
    }

    /** A sentence that says what to do if the token is not valid. */
    String remedy() {
        return remedy;
    }

    /** Renews the token if that is due, which may take a request. Call it before other requests. */
    void renew(Deadline deadline) {
        token = bearer.apply(deadline);
        used.add(token);
    }

    /** As {@link #renew}, without waiting for it; fails with what that throws. */
    CompletableFuture<Void> renewal(Deadline deadline) {
        if (isFixed) {
            renew(deadline);
            return CompletableFuture.completedFuture(null);
        }
        return CompletableFuture.runAsync(() -> renew(deadline), task -> {
            Thread thread = new Thread(task, "session");
            thread.setDaemon(true);
            thread.start();
        });
    }

    /** Switches to a token that somebody stored meanwhile, and returns whether there is one. Sends no request. */
    boolean takeNewer() {
        Optional<String> found = newer.get();
        found.ifPresent(value -> {
            token = value;
            used.add(value);
        });
        return found.isPresent();
    }

    String token() {
        if (token == null) {
            renew(Deadline.never());
        }
        return token;
    }

    /**
     * Removes tokens from a text: the current one, and earlier ones, which stay valid. Call it for everything that
     * comes from a server and may be shown.
     */
    String hide(String text) {
        String hidden = text;
        for (String secret : used) {
            if (secret.length() >= SHORTEST_SECRET) {
                hidden = hidden.replace(secret, HIDDEN);
            }
        }
        return hidden;
    }

    /** Removes tokens from the messages of a failure and its causes. Returns the same failure if there are none. */
    Throwable hide(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        if (text.toString().equals(hide(text.toString()))) {
            return failure;
        }
        Throwable clean = new IllegalStateException(hide(failure.toString()));
        clean.setStackTrace(failure.getStackTrace());
        return clean;
    }

    @Override
    public String toString() {
        return "[token from " + source + "]";
    }
}
