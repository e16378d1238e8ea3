package io.balena.releaseupdate.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.balena.releaseupdate.sandbox.Tokens.Caller;
import io.balena.releaseupdate.sandbox.data.Data;
import io.balena.releaseupdate.sandbox.data.RefusedException;
import io.balena.releaseupdate.sandbox.data.Resource;
import io.balena.releaseupdate.sandbox.data.Resource.Property;
import io.balena.releaseupdate.sandbox.device.Devices;
import io.balena.releaseupdate.sandbox.odata.ODataEvaluator;
import io.balena.releaseupdate.sandbox.odata.ODataParser;
import io.balena.releaseupdate.sandbox.odata.ODataQuery;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** The API's resources: queries of all, and writes that concern releases on devices. */
final class Api {
    private static final Set<String> METHODS = Set.of("GET", "POST", "PATCH", "PUT", "DELETE");

    /** Resources of which guests see the public rows, of which there are none here; all others are closed to guests. */
    private static final Set<Resource> OPEN_TO_GUESTS =
            EnumSet.of(Resource.RELEASE, Resource.IMAGE, Resource.APPLICATION, Resource.SERVICE);

    private final Data data;
    private final Set<Property> missing;
    private final ODataEvaluator evaluator;
    private final DeltaBuilds builds;
    private final Devices devices;
    private final Tokens tokens;
    private final Writes writes;
    private final Clock clock;
    private final FleetHistory fleets;
    private final List<LateWrite> lateWrites = new CopyOnWriteArrayList<>();

    /** A write that takes effect at the first request after it is due. */
    private record LateWrite(Instant due, Call call) {}

    Api(Data data, Set<Property> missing, DeltaBuilds builds, Devices devices, Tokens tokens, Clock clock) {
        this.data = data;
        this.missing = missing;
        this.evaluator = new ODataEvaluator(data, missing);
        this.builds = builds;
        this.devices = devices;
        this.tokens = tokens;
        this.writes = new Writes(data, evaluator, devices, clock);
        this.clock = clock;
        this.fleets = new FleetHistory(data);
    }

    /** Responds to a request with the current state. */
    Reply respond(Call call) {
        synchronized (data) {
            settle();
            try {
                return carryOut(call);
            } finally {
                fleets.note(clock.instant());
            }
        }
    }

    /** Responds to a query with the targets that fleets had some time ago. */
    Reply respondLate(Call call, Duration lag) {
        synchronized (data) {
            settle();
            return fleets.asOf(clock.instant().minus(lag), () -> carryOut(call));
        }
    }

    /** Executes a request after a delay. */
    void carryOutLate(Call call, Duration delay) {
        lateWrites.add(new LateWrite(clock.instant().plus(delay), call));
    }

    /** Updates everything that progresses on its own, then executes the late writes that are due. */
    private void settle() {
        builds.settle();
        devices.settle();
        Instant now = clock.instant();
        fleets.note(now);
        List<LateWrite> due =
                lateWrites.stream().filter(write -> !write.due().isAfter(now)).toList();
        lateWrites.removeAll(due);
        for (LateWrite write : due) {
            try {
                carryOut(write.call());
            } catch (RefusedException refused) {
                // No client waits for the response any more.
            }
            fleets.note(write.due());
        }
    }

    private Reply carryOut(Call call) {
        if (!METHODS.contains(call.method())) {
            return Reply.text(405, "The sandbox takes no " + call.method());
        }
        ODataQuery query = ODataParser.parse(decode(call), missing);
        boolean guest = tokens.caller(call.authorization()) == Caller.GUEST;
        if (guest && (!call.isGet() || !OPEN_TO_GUESTS.contains(query.resource()))) {
            return Reply.empty(401);
        }
        if (guest) {
            return Reply.json(nothing(query));
        }
        return call.isGet() ? Reply.json(evaluator.evaluate(query)) : writes.carryOut(call, query);
    }

    /** Decodes like JavaScript's decodeURIComponent, which keeps a plus. */
    private static String decode(Call call) {
        String raw = call.apiPath() + (call.query() == null ? "" : "?" + call.query());
        try {
            return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw RefusedException.notUnderstood("Malformed url: '" + raw + "'");
        }
    }

    private static JsonNode nothing(ODataQuery query) {
        ObjectNode nothing = JsonNodeFactory.instance.objectNode();
        return query.count() ? nothing.put("d", 0) : nothing.set("d", nothing.arrayNode());
    }
}
