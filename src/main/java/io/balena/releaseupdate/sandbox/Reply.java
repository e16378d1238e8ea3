package io.balena.releaseupdate.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.balena.releaseupdate.sandbox.data.RefusedException;

/**
 * The response to a request.
 *
 * @param contentType null for a response without a body
 */
record Reply(int status, String contentType, String body) {
    static Reply json(JsonNode body) {
        return json(200, body);
    }

    static Reply json(int status, JsonNode body) {
        return new Reply(status, "application/json; charset=utf-8", body.toString());
    }

    static Reply text(int status, String body) {
        return new Reply(status, "text/plain; charset=utf-8", body);
    }

    static Reply empty(int status) {
        return new Reply(status, null, "");
    }

    /** An error in the API's form: a JSON string, or an empty body. */
    static Reply refusal(RefusedException refused) {
        return refused.body().isEmpty()
                ? empty(refused.status())
                : json(refused.status(), TextNode.valueOf(refused.body()));
    }
}
