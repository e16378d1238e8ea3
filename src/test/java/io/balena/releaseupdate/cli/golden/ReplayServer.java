package io.balena.releaseupdate.cli.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers this tool's few requests with the rows that the npm tool's many requests were answered with.
 */
final class ReplayServer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern RELEASE =
            Pattern.compile("\"id\":(\\d+),\"commit\":\"([0-9a-f]+)\".*?\"__id\":(\\d+)");
    private static final Pattern PAIR =
            Pattern.compile("originates_from__image%20eq%20(\\d+)%20and%20produces__image%20eq%20(\\d+)");
    /** The recorded source releases have images from 1000 on, the target releases from 2000 on. */
    private static final long FIRST_TARGET_IMAGE = 2000;

    private final RecordedCase recorded;
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final Map<String, Deque<JsonNode>> deltas = new HashMap<>();

    ReplayServer(RecordedCase recorded) {
        this.recorded = recorded;
        for (RecordedCase.Exchange exchange : recorded.to("/v7/delta")) {
            Matcher pair = PAIR.matcher(exchange.uri());
            if (pair.find()) {
                deltas.computeIfAbsent(pair.group(1) + " " + pair.group(2), key -> new ArrayDeque<>())
                        .add(RecordedCase.rows(exchange.body()));
            }
        }
        server = vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    private void answer(HttpServerRequest request) {
        String path = request.path();
        if (path.equals("/v7/release")) {
            RecordedCase.Exchange first = recorded.to("/v7/release").get(0);
            if (first.status() == 200 && first.body().startsWith("{")) {
                send(request, rows(releases()));
            } else {
                first.headers().forEach(request.response()::putHeader);
                request.response().setStatusCode(first.status()).end(first.body());
            }
        } else if (path.equals("/v7/delta")) {
            send(request, rows(deltas()));
        } else if (path.equals("/api/v3/delta")) {
            RecordedCase.Exchange trigger = recorded.to("/api/v3/delta").get(0);
            request.response().setStatusCode(trigger.status()).end(trigger.body());
        } else if (path.equals("/actor/v1/whoami")) {
            send(request, JSON.createObjectNode().put("id", 1));
        } else {
            request.response().setStatusCode(400).end("not part of the replay: " + request.uri());
        }
    }

    private static void send(HttpServerRequest request, JsonNode body) {
        request.response().putHeader("Content-Type", "application/json").end(body.toString());
    }

    private static ObjectNode rows(ArrayNode rows) {
        ObjectNode answer = JSON.createObjectNode();
        answer.set("d", rows);
        return answer;
    }

    /** The release rows; their images, which are cut off in the records, from what was asked next. */
    private ArrayNode releases() {
        Map<Long, ObjectNode> rows = new HashMap<>();
        for (RecordedCase.Exchange exchange : recorded.to("/v7/release")) {
            Matcher release = RELEASE.matcher(exchange.body());
            if (release.find()) {
                rows.put(
                        Long.valueOf(release.group(1)),
                        release(Long.parseLong(release.group(1)), release.group(2), Long.parseLong(release.group(3))));
            }
        }
        ArrayNode all = JSON.createArrayNode();
        rows.values().forEach(all::add);
        return all;
    }

    private ObjectNode release(long id, String commit, long fleet) {
        ObjectNode row = JSON.createObjectNode()
                .put("id", id)
                .put("commit", commit)
                .put("status", "success")
                .put("raw_version", "1.0.0");
        row.putArray("belongs_to__application").addObject().put("id", fleet).put("slug", "acme/fleet" + fleet);
        ArrayNode images = row.putArray("release_image");
        for (long image : imagesOf(id)) {
            ObjectNode link = images.addObject().put("id", 5000 + image);
            ObjectNode imageRow = link.putArray("image").addObject();
            imageRow.put("id", image).put("status", recorded.image(image).isPresent() ? "success" : "failed");
            recorded.image(image).ifPresent(known -> imageRow.setAll((ObjectNode) known));
            imageRow.putArray("is_a_build_of__service")
                    .addObject()
                    .put("id", 300 + image % 1000)
                    .put("service_name", String.format("svc%02d", image % 1000 + 1));
        }
        return row;
    }

    private List<Long> imagesOf(long release) {
        List<Long> images = new ArrayList<>(recorded.imageIds());
        images.removeIf(image -> (image >= FIRST_TARGET_IMAGE) != (release == 102));
        return images;
    }

    /** The delta rows of one poll: each pair's recorded answers in turn, the last one for ever. */
    private synchronized ArrayNode deltas() {
        ArrayNode all = JSON.createArrayNode();
        deltas.forEach((pair, answers) -> {
            JsonNode rows = answers.size() > 1 ? answers.poll() : answers.peek();
            for (JsonNode row : rows) {
                ObjectNode delta = all.addObject();
                delta.setAll((ObjectNode) row);
                delta.putObject("originates_from__image").put("__id", Long.valueOf(pair.split(" ")[0]));
                delta.putObject("produces__image").put("__id", Long.valueOf(pair.split(" ")[1]));
            }
        });
        return all;
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
