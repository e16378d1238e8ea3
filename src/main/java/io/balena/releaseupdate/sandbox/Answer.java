package io.balena.releaseupdate.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.balena.releaseupdate.sandbox.data.RefusedException;

/**
 * What a request is answered with.
 *
 * @param contentType null for an answer without a body
 */
record Answer(int status, String contentType, String body) {
    static Answer json(JsonNode body) {
        return json(200, body);
    }

    static Answer json(int status, JsonNode body) {
        return new Answer(status, "application/json; charset=utf-8", body.toString());
    }

    static Answer text(int status, String body) {
        return new Answer(status, "text/plain; charset=utf-8", body);
    }

    static Answer empty(int status) {
        return new Answer(status, null, "");
    }

    /** An error as the API words it: a JSON string, or nothing. */
    static Answer refusal(RefusedException refused) {
        return refused.body().isEmpty()
                ? empty(refused.status())
                : json(refused.status(), TextNode.valueOf(refused.body()));
    }
}
