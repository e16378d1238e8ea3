package io.balena.releaseupdate.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientResponseContext;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestLogTest {

    private final List<String> lines = new ArrayList<>();
    private final List<Runnable> later = new ArrayList<>();
    private final RequestLog log = new RequestLog(lines::add, later::add);
    private final ClientRequestContext request = request();

    @Test
    void aRequestThatIsAnsweredSoonHasOneLine() {
        log.filter(request);
        log.filter(request, response(200));
        later.forEach(Runnable::run);
        assertEquals(1, lines.size());
        assertTrue(lines.get(0).matches("GET https://api.example.com/v7/release -> 200 in \\d+ ms"), lines::toString);
    }

    @Test
    void oneThatIsKeptWaitingHasALineBeforeThat() {
        log.filter(request);
        later.forEach(Runnable::run);
        assertEquals(List.of("GET https://api.example.com/v7/release: no answer after 2 s"), lines);
        log.filter(request, response(0));
        assertTrue(lines.get(1).startsWith("GET https://api.example.com/v7/release -> no answer in "), lines::toString);
    }

    private static ClientRequestContext request() {
        Map<Object, Object> properties = new HashMap<>();
        return fake(ClientRequestContext.class, (method, given) -> switch (method) {
            case "getMethod" -> "GET";
            case "getUri" -> URI.create("https://api.example.com/v7/release");
            case "setProperty" -> properties.put(given[0], given[1]);
            case "removeProperty" -> properties.remove(given[0]);
            case "getProperty" -> properties.get(given[0]);
            default -> throw new AssertionError(method);
        });
    }

    private static ClientResponseContext response(int status) {
        return fake(ClientResponseContext.class, (method, given) -> status);
    }

    private interface Answers {
        Object to(String method, Object[] given);
    }

    private static <T> T fake(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, given) -> answers.to(method.getName(), given)));
    }
}
