package io.balena.releaseupdate.sandbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.balena.releaseupdate.sandbox.Tokens.Caller;
import io.balena.releaseupdate.sandbox.data.RefusedException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The delta server's only endpoint: requests a delta and waits a while for it. */
final class DeltaServer {
    static final String PATH = "/api/v3/delta";

    /** How often a held request checks its delta. */
    private static final long CHECK_MILLIS = 20;

    private final Vertx vertx;
    private final Clock clock;
    private final Duration holdTime;
    private final DeltaBuilds builds;
    private final Tokens tokens;

    DeltaServer(Vertx vertx, SandboxOptions options, DeltaBuilds builds, Tokens tokens) {
        this.vertx = vertx;
        this.clock = options.clock();
        this.holdTime = options.holdTime();
        this.builds = builds;
        this.tokens = tokens;
    }

    Future<Reply> respond(Call call) {
        if (!call.isGet()) {
            return Future.succeededFuture(Reply.text(405, "The sandbox takes no " + call.method() + " here"));
        }
        if (tokens.caller(call.authorization()) == Caller.GUEST) {
            return Future.succeededFuture(Reply.empty(401));
        }
        long delta;
        try {
            delta = builds.request(image(call, "src"), image(call, "dest"));
        } catch (RefusedException refused) {
            return Future.succeededFuture(Reply.text(refused.status(), refused.getMessage()));
        }
        Instant deadline = call.entry().at().plus(holdTime);
        Reply reply = check(delta, deadline);
        return reply != null ? Future.succeededFuture(reply) : hold(call, delta, deadline);
    }

    private static long image(Call call, String name) {
        String[] parameters =
                call.query() == null ? new String[0] : call.query().split("&", -1);
        String value = null;
        for (String parameter : parameters) {
            if (parameter.startsWith(name + "=")) {
                value = parameter.substring(name.length() + 1);
            }
        }
        if (parameters.length != 2 || value == null || !value.matches("[0-9]{1,10}")) {
            throw RefusedException.notUnderstood("The sandbox understands src=IMAGE_ID&dest=IMAGE_ID only");
        }
        return Long.parseLong(value);
    }

    private Future<Reply> hold(Call call, long delta, Instant deadline) {
        Promise<Reply> promise = Promise.promise();
        vertx.setPeriodic(CHECK_MILLIS, timer -> {
            Reply reply = call.entry().isClosed() ? Reply.empty(504) : check(delta, deadline);
            if (reply != null) {
                vertx.cancelTimer(timer);
                promise.complete(reply);
            }
        });
        return promise.future();
    }

    /** The response; null while the request must be held. */
    private Reply check(long delta, Instant deadline) {
        DeltaBuilds.State state = builds.state(delta);
        if (state.status().equals("success")) {
            String name = JsonNodeFactory.instance
                    .objectNode()
                    .put("name", state.location())
                    .toString();
            return Reply.text(200, name);
        }
        boolean over = !state.status().equals("running") || !clock.instant().isBefore(deadline);
        return over ? Reply.text(504, "{\"success\":false}") : null;
    }
}
