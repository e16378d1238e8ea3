package io.balena.releaseupdate.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * What a request is answered with.
 *
 * @param contentType null for an answer without a body
 */
record Answer(int status, String contentType, String body) {
    static Answer json(JsonNode body) {
        return new Answer(200, "application/json; charset=utf-8", body.toString());
    }

    static Answer text(int status, String body) {
        return new Answer(status, "text/plain; charset=utf-8", body);
    }

    static Answer empty(int status) {
        return new Answer(status, null, "");
    }

    /** An error as the API words it: a JSON string, or nothing. */
    static Answer refusal(RefusedException refused) {
        return refused.getMessage().isEmpty()
                ? empty(refused.status())
                : new Answer(
                        refused.status(),
                        "application/json; charset=utf-8",
                        TextNode.valueOf(refused.getMessage()).toString());
    }
}
