package io.balena.releaseupdate.cloud;

/**
 * What authorizes requests: an API key or a session. Never printed.
 *
 * @param value the secret
 * @param source where it came from, for messages
 */
public record Token(String value, String source) {

    /** A text without the secret in it. */
    String hide(String text) {
        return text.replace(value, "[token]");
    }

    @Override
    public String toString() {
        return "[token from " + source + "]";
    }
}
