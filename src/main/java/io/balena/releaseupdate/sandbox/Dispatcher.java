package io.balena.releaseupdate.sandbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.balena.releaseupdate.sandbox.FaultEffect.Denial;
import io.balena.releaseupdate.sandbox.FaultEffect.Disturbance;
import io.balena.releaseupdate.sandbox.FaultEffect.Done;
import io.balena.releaseupdate.sandbox.FaultEffect.Lag;
import io.balena.releaseupdate.sandbox.FaultEffect.Late;
import io.balena.releaseupdate.sandbox.FaultEffect.NoRights;
import io.balena.releaseupdate.sandbox.FaultEffect.OfWrites;
import io.balena.releaseupdate.sandbox.FaultEffect.ReleaseChange;
import io.balena.releaseupdate.sandbox.FaultEffect.Repin;
import io.balena.releaseupdate.sandbox.FaultEffect.Slow;
import io.balena.releaseupdate.sandbox.FaultEffect.Status;
import io.balena.releaseupdate.sandbox.data.RefusedException;
import io.balena.releaseupdate.sandbox.device.Devices;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** Dispatches each request to its handler, unless a fault applies to it. */
final class Dispatcher {
    /** The limit for the request line and all headers, as in Node's HTTP server. */
    private static final int LONGEST_HEAD = 16_384;

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private final Vertx vertx;
    private final FaultPlan faults;
    private final World world;
    private final Devices devices;
    private final Tokens tokens;
    private final FaultResponder faultResponder;
    private final RequestHooks hooks;
    private final Api api;
    private final Account account;
    private final DeltaServer deltaServer;
    private final AtomicBoolean deltasQueried = new AtomicBoolean();

    Dispatcher(
            Vertx vertx,
            SandboxOptions options,
            FaultPlan faults,
            CloudActivity cloud,
            Tokens tokens,
            FaultResponder faultResponder,
            RequestHooks hooks) {
        this.vertx = vertx;
        this.faults = faults;
        this.world = options.world();
        this.devices = cloud.devices();
        this.tokens = tokens;
        this.faultResponder = faultResponder;
        this.hooks = hooks;
        this.api = new Api(world.data(), options.missingProperties(), cloud.builds(), devices, tokens, options.clock());
        this.account = new Account(tokens, options.clock());
        this.deltaServer = new DeltaServer(vertx, options, cloud.builds(), tokens);
    }

    void handle(HttpServerRequest request, Buffer body, ReceivedRequests.Entry entry) {
        if (!isLoopback(request.getHeader("host"))) {
            // A web page may have made its own host name resolve to 127.0.0.1 (DNS rebinding).
            send(request, entry, Reply.text(403, "The sandbox answers to 127.0.0.1 only"));
        } else if (headLength(request) > LONGEST_HEAD) {
            send(request, entry, Reply.text(431, "Request Header Fields Too Large"));
        } else {
            dispatch(request, Call.of(request, body, entry));
        }
    }

    private static int headLength(HttpServerRequest request) {
        int length = request.method().name().length() + request.uri().length() + " HTTP/1.1\r\n".length();
        for (Map.Entry<String, String> header : request.headers()) {
            length += header.getKey().length() + header.getValue().length() + ": \r\n".length();
        }
        return length;
    }

    private static boolean isLoopback(String host) {
        return host != null && LOOPBACK.contains(host.replaceFirst(":[0-9]+$", ""));
    }

    private void dispatch(HttpServerRequest request, Call call) {
        FaultEffect effect = faults.next(places(call));
        if (effect == Disturbance.EXPIRED) {
            tokens.revokeAll();
            effect = null;
        }
        if (effect instanceof Status status) {
            faultResponder.fail(request, call.entry(), status);
        } else if (effect instanceof Disturbance disturbance) {
            if (disturbance == Disturbance.LOST) {
                carryOut(call);
            }
            faultResponder.disturb(request, call.entry(), disturbance);
        } else if (effect instanceof Slow slow) {
            vertx.setTimer(Math.max(1, slow.by().toMillis()), timer -> respond(request, call));
        } else if (effect instanceof Lag lag) {
            send(request, call.entry(), api.respondLate(call, lag.by()));
        } else if (effect instanceof OfWrites ofWrites && !call.isGet()) {
            write(request, call, ofWrites);
        } else if (effect instanceof NoRights) {
            send(request, call.entry(), withoutRights(call));
        } else {
            respond(request, call);
        }
    }

    private void write(HttpServerRequest request, Call call, OfWrites effect) {
        if (effect instanceof Done done) {
            carryOut(call);
            faultResponder.fail(request, call.entry(), new Status(done.status(), -1));
        } else if (effect instanceof Late late) {
            api.carryOutLate(call, late.by());
            faultResponder.fail(request, call.entry(), new Status(504, -1));
        } else {
            Reply reply = effect == Denial.IGNORED
                    ? Reply.empty(200)
                    : Reply.refusal(new RefusedException(400, FleetWrites.RULE));
            send(request, call.entry(), reply);
        }
    }

    private static Reply withoutRights(Call call) {
        return call.isGet()
                ? Reply.json(JsonNodeFactory.instance.objectNode().set("d", JsonNodeFactory.instance.arrayNode()))
                : Reply.empty(call.method().equals("POST") ? 401 : 200);
    }

    private Set<FaultPlace> places(Call call) {
        Set<FaultPlace> places = FaultPlaces.of(call);
        if (call.isDeltaQuery() && deltasQueried.getAndSet(true)) {
            places.add(FaultPlace.POLL);
        }
        return places;
    }

    private void respond(HttpServerRequest request, Call call) {
        carryOut(call).onSuccess(ready -> send(request, call.entry(), ready));
    }

    /** Executes the request; the response may take a while. */
    private Future<Reply> carryOut(Call call) {
        Future<Reply> reply;
        try {
            hooks.before().accept(call.entry().toRequest());
            reply = route(call);
        } catch (RefusedException refused) {
            reply = Future.succeededFuture(Reply.refusal(refused));
        } catch (RuntimeException | AssertionError bug) {
            reply = Future.succeededFuture(failure(bug));
        }
        if (call.isDeltaQuery()) {
            changeWorld();
        }
        try {
            hooks.after().accept(call.entry().toRequest());
        } catch (RuntimeException | AssertionError bug) {
            reply = Future.succeededFuture(failure(bug));
        }
        return reply;
    }

    private static Reply failure(Throwable bug) {
        return Reply.text(500, "The sandbox failed: " + bug);
    }

    /** Simulates a change by another user. */
    private void changeWorld() {
        if (faults.next(Set.of(FaultPlace.REPIN)) instanceof Repin repin) {
            long fleet = (Long) world.get("release", repin.release(), "belongs_to__application");
            world.pin(fleet, repin.release());
            devices.fleetChanged(fleet);
        }
        if (faults.next(Set.of(FaultPlace.RELEASE)) instanceof ReleaseChange change) {
            long release = change.release();
            switch (change.to()) {
                case INVALIDATED -> world.invalidate(release, "The sandbox was told to.");
                case DRAFT -> world.set("release", release, "is_final", false);
                case FAILED -> world.set("release", release, "status", "failed");
            }
        }
    }

    private Future<Reply> route(Call call) {
        if (call.path().equals(DeltaServer.PATH)) {
            return deltaServer.respond(call);
        } else if (Account.serves(call.path())) {
            return Future.succeededFuture(account.respond(call));
        } else if (call.isForApi()) {
            return Future.succeededFuture(api.respond(call));
        }
        return Future.succeededFuture(Reply.text(404, "The sandbox has nothing at " + call.path()));
    }

    private static void send(HttpServerRequest request, ReceivedRequests.Entry entry, Reply reply) {
        HttpServerResponse response = request.response();
        if (response.closed() || response.ended()) {
            return; // The client has gone meanwhile.
        }
        entry.responded(reply.status());
        response.setStatusCode(reply.status());
        if (reply.contentType() != null) {
            response.putHeader("content-type", reply.contentType());
        }
        // Recorded before the last byte, since the client may then send its next request.
        entry.close();
        response.end(reply.body());
    }
}
