package io.balena.releaseupdate.cloud;

import java.time.Duration;

/**
 * What an answer may take.
 *
 * @param bytes the most that the body of a good answer may be long
 * @param time the most that a body may take
 * @param silence the longest pause within a body
 */
record ResponseLimits(long bytes, Duration time, Duration silence) {

    private static final int MEBIBYTE = 1024 * 1024;
    private static final Duration TIME = Duration.ofMinutes(5);
    private static final Duration SILENCE = Duration.ofSeconds(30);

    /** Hundreds of times what the largest fleet makes for. */
    static final ResponseLimits API = new ResponseLimits(64 * MEBIBYTE, TIME, SILENCE);

    /** Nothing is read from it. */
    static final ResponseLimits DELTA_SERVER = new ResponseLimits(64 * 1024, TIME, SILENCE);

    /** The most that status line and headers of an answer may take; nginx and proxies of companies send more than 8 kB. */
    static final int HEAD_BYTES = 64 * 1024;

    private String size() {
        return bytes >= MEBIBYTE ? bytes / MEBIBYTE + " MiB" : bytes / 1024 + " KiB";
    }

    MalformedResponse tooLong() {
        return new EndlessAnswer("a body that is larger than " + size());
    }

    MalformedResponse tooSlow() {
        return new EndlessAnswer("a body that takes more than " + time.toSeconds() + " s");
    }

    /** A good answer that was not read to its end. */
    static final class EndlessAnswer extends MalformedResponse {

        private static final long serialVersionUID = 1;

        private EndlessAnswer(String what) {
            super(what);
        }
    }
}
