package io.balena.releaseupdate.sandbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.balena.releaseupdate.sandbox.Tokens.Caller;
import io.balena.releaseupdate.sandbox.data.Fake;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The account endpoints: the caller's identity, and session renewal. */
final class Account {
    static final String ACTOR = "/actor/v1/whoami";
    static final String USER = "/user/v1/whoami";
    static final String REFRESH = "/user/v1/refresh-token";

    private static final Duration SESSION = Duration.ofDays(7);

    private final Tokens tokens;
    private final Clock clock;

    Account(Tokens tokens, Clock clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    static boolean serves(String path) {
        return path.equals(ACTOR) || path.equals(USER) || path.equals(REFRESH);
    }

    Reply respond(Call call) {
        boolean refresh = call.path().equals(REFRESH);
        if (!call.isGet() && !(refresh && call.method().equals("POST"))) {
            return Reply.text(405, "The sandbox takes no " + call.method() + " here");
        }
        Caller caller = tokens.caller(call.authorization());
        // An API key can't be exchanged for a session.
        if (caller == Caller.GUEST || refresh && caller == Caller.API_KEY) {
            return Reply.empty(401);
        }
        return refresh ? refresh() : Reply.json(call.path().equals(ACTOR) ? actor() : user());
    }

    private Reply refresh() {
        Instant now = clock.instant();
        return Reply.text(200, tokens.session(now, now.plus(SESSION)));
    }

    private static ObjectNode actor() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", 1600101)
                .put("actorType", "user")
                .put("actorTypeId", Fake.USER_ID)
                .put("username", Fake.USERNAME)
                .put("email", "sandbox@example.com");
    }

    private static ObjectNode user() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", Fake.USER_ID)
                .put("username", Fake.USERNAME)
                .put("email", "sandbox@example.com");
    }
}
