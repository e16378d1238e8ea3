package io.balena.releaseupdate.cloud;

import java.time.Duration;

/**
 * The limits of a response.
 *
 * @param bytes the maximum length of the body of a successful response
 * @param time the maximum time that a body may take
 * @param silence the longest pause within a body
 */
record ResponseLimits(long bytes, Duration time, Duration silence) {

    private static final int MEBIBYTE = 1024 * 1024;
    private static final Duration TIME = Duration.ofMinutes(5);
    private static final Duration SILENCE = Duration.ofSeconds(30);

    /** Hundreds of times the responses for the largest fleets. */
    static final ResponseLimits API = new ResponseLimits(64 * MEBIBYTE, TIME, SILENCE);

    /** Its bodies are not used. */
    static final ResponseLimits DELTA_SERVER = new ResponseLimits(64 * 1024, TIME, SILENCE);

    /** The maximum size of status line and headers; nginx and corporate proxies send more than 8 kB. */
    static final int HEAD_BYTES = 64 * 1024;

    private String size() {
        return bytes >= MEBIBYTE ? bytes / MEBIBYTE + " MiB" : bytes / 1024 + " KiB";
    }

    MalformedResponse tooLong() {
        return new EndlessResponse("a body that is larger than " + size());
    }

    MalformedResponse tooSlow() {
        return new EndlessResponse("a body that takes more than " + time.toSeconds() + " s");
    }

    /** A successful response that was not read to its end. */
    static final class EndlessResponse extends MalformedResponse {

        private static final long serialVersionUID = 1;

        private EndlessResponse(String what) {
            super(what);
        }
    }
}
