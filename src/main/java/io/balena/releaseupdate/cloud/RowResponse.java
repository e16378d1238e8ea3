package io.balena.releaseupdate.cloud;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestResponse;

/** Reads a response that should hold the rows of a resource. */
final class RowResponse {

    private RowResponse() {}

    /**
     * Reads all rows.
     *
     * @param path the path of the request, for messages
     * @throws MalformedResponse if the body is anything else
     */
    static <T> FetchedRows<T> read(
            String path, RestResponse<String> response, RowReader<T> reader, ErrorMessages errors) {
        return new FetchedRows<>(path, rows(response.getEntity(), reader, errors), time(response), errors);
    }

    private static <T> List<T> rows(String body, RowReader<T> reader, ErrorMessages errors) {
        if (body == null || body.isBlank()) {
            throw new MalformedResponse("an empty body");
        }
        try {
            ApiRows.Rows<T> rows = reader.read(body, errors.credentials());
            if (rows == null || rows.d() == null) {
                throw new MalformedResponse("JSON without a 'd' property" + errors.excerpt(body));
            }
            return rows.d();
        } catch (JsonProcessingException e) {
            throw new MalformedResponse(complaint(body, e) + errors.excerpt(body));
        }
    }

    private static String complaint(String body, JsonProcessingException problem) {
        char first = body.strip().charAt(0);
        if (first != '{' && first != '[') {
            return "something other than JSON";
        }
        boolean isCutOff = problem instanceof JsonEOFException || problem.getCause() instanceof JsonEOFException;
        return isCutOff ? "JSON that ends too early" : "unexpected JSON";
    }

    /** The time of a response by the server's clock; empty if it does not say. */
    private static Optional<Instant> time(RestResponse<?> response) {
        return HttpDate.parse(response.getHeaderString("Date"));
    }
}
