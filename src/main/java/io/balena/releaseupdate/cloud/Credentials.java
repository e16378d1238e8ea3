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

/** What authorizes requests: an API key or a session's token, which may change while a command waits. Never printed. */
final class Credentials {

    private static final String HIDDEN = "[token]";
    /** What is shorter was not made by balena, and may be a word of any text. */
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

    /** A token that stays as it is. */
    static Credentials of(String token, String source) {
        return fixed(token, source, Session.PUT_A_VALID_ONE_THERE);
    }

    /** The token that a session has, to renew it with. */
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
     * @param refresher gets a younger token in place of a session's, until a deadline
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

    /** What to do where the token is not valid, a sentence. */
    String remedy() {
        return remedy;
    }

    /** Renews the token where that is due, which may take a request; to be called before others are made. */
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

    /** Takes up a token that somebody put there since; returns whether there is one. Asks nobody. */
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
     * A text without a token in it: neither the one in use nor one that was in use, which stays valid. Everything that
     * comes from a server and may be shown goes through this.
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

    /** A failure without a token in its messages and those of its causes: the same one where there is none. */
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
