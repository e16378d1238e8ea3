package io.balena.releaseupdate.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.balena.releaseupdate.sandbox.Tokens.Caller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** The API's resources: queries of all, and the one write that the tool needs, pinning a fleet. */
final class Api {
    /** The length of {@code /v7/}. */
    static final int PREFIX_LENGTH = 4;

    /** The rule of balena's model on pinning, which a database transaction checks. */
    static final String RULE =
            "It is necessary that each release that should be running on an application, has a status"
                    + " that is equal to \"success\" and belongs to the application.";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** A guest sees what is public of these, which is nothing here; all else is closed to guests. */
    private static final Set<Resource> OPEN_TO_GUESTS =
            EnumSet.of(Resource.RELEASE, Resource.IMAGE, Resource.APPLICATION, Resource.SERVICE);

    private final World world;
    private final ODataEvaluator evaluator;
    private final DeltaBuilds builds;
    private final Tokens tokens;
    private final Clock clock;
    private final FleetHistory fleets;
    private final List<LateWrite> lateWrites = new CopyOnWriteArrayList<>();

    /** A write that takes effect with the first request after it is due. */
    private record LateWrite(Instant due, Call call) {}

    Api(World world, DeltaBuilds builds, Tokens tokens, Clock clock) {
        this.clock = clock;
        this.fleets = new FleetHistory(world);
        this.world = world;
        this.evaluator = new ODataEvaluator(world);
        this.builds = builds;
        this.tokens = tokens;
    }

    static boolean serves(String path) {
        return path.startsWith("/v6/") || path.startsWith("/v7/");
    }

    /** Answers a request as of now. */
    Answer answer(Call call) {
        settle();
        Answer answer = carryOut(call);
        fleets.note(clock.instant());
        return answer;
    }

    /** Answers a query with what fleets were told to run some time ago. */
    Answer answerLate(Call call, Duration lag) {
        settle();
        return fleets.asOf(clock.instant().minus(lag), () -> carryOut(call));
    }

    /** Does what a request wants some time from now. */
    void carryOutLate(Call call, Duration delay) {
        lateWrites.add(new LateWrite(clock.instant().plus(delay), call));
    }

    private void settle() {
        Instant now = clock.instant();
        fleets.note(now);
        List<LateWrite> due =
                lateWrites.stream().filter(write -> !write.due().isAfter(now)).toList();
        lateWrites.removeAll(due);
        for (LateWrite write : due) {
            carryOut(write.call());
            fleets.note(write.due());
        }
    }

    private Answer carryOut(Call call) {
        if (!call.isGet() && !call.method().equals("PATCH")) {
            return Answer.text(405, "The sandbox takes GET, and PATCH to pin a fleet; not " + call.method());
        }
        ODataQuery query = ODataParser.parse(decode(call));
        boolean guest = tokens.caller(call.authorization()) == Caller.GUEST;
        if (guest && (!call.isGet() || !OPEN_TO_GUESTS.contains(query.resource()))) {
            return Answer.empty(401);
        }
        if (guest) {
            return Answer.json(nothing(query));
        }
        if (!call.isGet()) {
            return pin(call, query);
        }
        builds.settle();
        return Answer.json(evaluator.answer(query));
    }

    /** Decodes as JavaScript's decodeURIComponent does, for which a plus is a plus. */
    private static String decode(Call call) {
        String raw = call.path().substring(PREFIX_LENGTH) + (call.query() == null ? "" : "?" + call.query());
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

    private Answer pin(Call call, ODataQuery query) {
        if (query.resource() != Resource.APPLICATION
                || query.key() == null
                || !query.options().isFilterOnly()) {
            throw RefusedException.notUnderstood(
                    "The sandbox takes PATCH for application(ID) only, with $filter or without");
        }
        long release = releaseToPin(call);
        synchronized (world) {
            // A fleet that isn't there, or that the filter does not fit, is no error: as in SQL, no row is updated.
            for (Row fleet : evaluator.find(query)) {
                requirePinnable(fleet, release);
                world.pin(fleet.id(), release);
            }
        }
        return Answer.empty(200);
    }

    private static long releaseToPin(Call call) {
        if (call.contentType() == null || !call.contentType().startsWith("application/json")) {
            throw RefusedException.notUnderstood("The sandbox needs Content-Type: application/json");
        }
        JsonNode body;
        try {
            body = MAPPER.readTree(call.body().getBytes());
        } catch (JsonProcessingException e) {
            throw RefusedException.notUnderstood("The body is not JSON");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        JsonNode release = body.path("should_be_running__release");
        if (body.size() != 2
                || !release.canConvertToExactIntegral()
                || !release.canConvertToLong()
                || !body.path("should_track_latest_release").isBoolean()
                || body.path("should_track_latest_release").booleanValue()) {
            throw RefusedException.notUnderstood("The sandbox understands "
                    + "{\"should_be_running__release\":ID,\"should_track_latest_release\":false}, not " + body);
        }
        return release.longValue();
    }

    private void requirePinnable(Row fleet, long id) {
        Row release = world.find(Resource.RELEASE, id);
        if (release == null
                || !"success".equals(release.get("status"))
                || !release.get("belongs_to__application").equals(fleet.id())) {
            throw new RefusedException(400, RULE);
        }
    }
}
