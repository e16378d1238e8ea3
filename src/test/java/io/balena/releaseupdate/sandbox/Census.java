package io.balena.releaseupdate.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a fleet's devices one by one: slow, and hard to get wrong. */
public final class Census {
    /** The properties that decide about a device. */
    public static final List<String> PROPERTIES = List.of(
            "id",
            "belongs_to__application",
            "is_running__release",
            "is_pinned_on__release",
            "should_be_running__release",
            "is_active",
            "is_frozen",
            "is_online",
            "api_heartbeat_state",
            "update_status",
            "os_version",
            "supervisor_version");

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Census() {}

    /** Every device of a fleet as it stands in the world; ids are {@code Long}, absent values null. */
    public static List<Map<String, Object>> directly(World world, long fleet) {
        return world.ids("device").stream()
                .filter(id -> Long.valueOf(fleet).equals(world.get("device", id, "belongs_to__application")))
                .map(id -> {
                    Map<String, Object> device = new LinkedHashMap<>();
                    PROPERTIES.forEach(name -> device.put(name, world.get("device", id, name)));
                    return device;
                })
                .toList();
    }

    /** The same, by one request for each device. */
    public static List<Map<String, Object>> throughTheApi(Sandbox sandbox, long fleet) {
        JsonNode ids =
                query(sandbox, "device?$select=id&$filter=belongs_to__application eq " + fleet + "&$orderby=id asc");
        return ids.findValuesAsText("id").stream()
                .map(id -> query(sandbox, "device(" + id + ")?$select=" + String.join(",", PROPERTIES))
                        .get(0))
                .map(Census::values)
                .toList();
    }

    private static Map<String, Object> values(JsonNode row) {
        Map<String, Object> device = new LinkedHashMap<>();
        for (String name : PROPERTIES) {
            JsonNode value = row.get(name);
            JsonNode plain = value.has("__id") ? value.get("__id") : value;
            device.put(
                    name,
                    plain.isNull()
                            ? null
                            : plain.isIntegralNumber()
                                    ? plain.longValue()
                                    : plain.isBoolean() ? plain.booleanValue() : plain.textValue());
        }
        return device;
    }

    /** The {@code d} of a response to {@code GET /v7/…}; a refusal is an error. */
    public static JsonNode query(Sandbox sandbox, String query) {
        int question = query.indexOf('?');
        String options = question < 0 ? "" : query.substring(question + 1);
        String encoded = URLEncoder.encode(options, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%26%24", "&$")
                .replace("%3D", "=")
                .replace("%24", "$");
        String path = question < 0 ? query : query.substring(0, question);
        HttpRequest request = HttpRequest.newBuilder(URI.create(sandbox.url() + "/v7/" + path + "?" + encoded))
                .header("Authorization", "Bearer " + sandbox.token())
                .build();
        try {
            HttpResponse<String> response = Http.CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(response.statusCode() + " " + response.body() + " to " + query);
            }
            return MAPPER.readTree(response.body()).get("d");
        } catch (IOException e) {
            throw new IllegalStateException(query, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** One client for all: each has threads of its own. */
    private static final class Http {
        static final HttpClient CLIENT = HttpClient.newHttpClient();
    }
}
