package io.balena.releaseupdate.cli.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the npm tool was given, printed and received, see {@code src/test/resources/original}.
 *
 * @param arguments of the command
 * @param exitCode of the npm tool
 * @param stdout of the npm tool, byte for byte
 * @param exchanges requests and answers, in the order of the answers
 */
public record RecordedCase(List<String> arguments, int exitCode, String stdout, List<Exchange> exchanges) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern REQUEST = Pattern.compile("#(\\d+) t=\\S+ GET (\\S+) HTTP/1.1");
    private static final Pattern ANSWER = Pattern.compile(" {3}-> #(\\d+) (\\d+) (\\{.*?}) (.*)");

    /**
     * A request and its answer.
     *
     * @param uri path and query
     * @param body long ones are cut off in the record
     */
    record Exchange(String uri, int status, Map<String, String> headers, String body) {}

    static RecordedCase read(String name) {
        String file = "/original/" + name + ".txt";
        try (InputStream stream = RecordedCase.class.getResourceAsStream(file)) {
            return parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RecordedCase parse(String text) throws IOException {
        String head = text.substring(0, text.indexOf("--- stdout\n"));
        String stdout = between(text, "--- stdout\n", "--- stderr\n");
        String traffic = text.substring(text.indexOf("--- requests and answers\n"));
        String arguments = between(head, "args: ", "\n");
        return new RecordedCase(
                arguments.isEmpty() ? List.of() : List.of(arguments.split(" ")),
                Integer.parseInt(between(head, "exit code: ", "\n")),
                stdout,
                exchanges(traffic));
    }

    private static String between(String text, String start, String end) {
        int from = text.indexOf(start) + start.length();
        return text.substring(from, text.indexOf(end, from));
    }

    private static List<Exchange> exchanges(String traffic) throws IOException {
        Map<String, String> uris = new HashMap<>();
        List<Exchange> exchanges = new ArrayList<>();
        for (String line : traffic.split("\n")) {
            Matcher request = REQUEST.matcher(line);
            Matcher answer = ANSWER.matcher(line);
            if (request.matches()) {
                uris.put(request.group(1), request.group(2));
            } else if (answer.matches()) {
                Map<String, String> headers = new HashMap<>();
                JSON.readTree(answer.group(3))
                        .fields()
                        .forEachRemaining(field ->
                                headers.put(field.getKey(), field.getValue().asText()));
                exchanges.add(new Exchange(
                        uris.get(answer.group(1)), Integer.parseInt(answer.group(2)), headers, answer.group(4)));
            }
        }
        return exchanges;
    }

    /** The answers to requests whose path begins so. */
    List<Exchange> to(String path) {
        return exchanges.stream()
                .filter(exchange -> exchange.uri().startsWith(path))
                .toList();
    }

    /** The row of an image; empty if the API did not give it. */
    Optional<JsonNode> image(long id) {
        return to("/v7/image(" + id + ")").stream()
                .map(exchange -> rows(exchange.body()))
                .filter(rows -> !rows.isEmpty())
                .map(rows -> rows.get(0))
                .findFirst();
    }

    /** Ids of all images that were requested. */
    List<Long> imageIds() {
        return to("/v7/image(").stream()
                .map(exchange -> Long.valueOf(between(exchange.uri(), "(", ")")))
                .distinct()
                .sorted()
                .toList();
    }

    static JsonNode rows(String body) {
        return parseJson(body).path("d");
    }

    public static JsonNode parseJson(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
