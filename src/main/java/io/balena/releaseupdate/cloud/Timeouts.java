package io.balena.releaseupdate.cloud;

import java.time.Duration;

/**
 * How long a connection to balena waits and how often it tries.
 *
 * @param connect for a connection
 * @param api for an answer of the API
 * @param delta for an answer of the delta server
 * @param retries how often a request is repeated at most
 * @param firstPause before the first repetition; it doubles each time
 * @param longestPause the longest pause between tries, unless a deadline allows for more: if the server wants more, the
 *     failure is final
 */
public record Timeouts(
        Duration connect, Duration api, Duration delta, int retries, Duration firstPause, Duration longestPause) {

    /**
     * For real use. balena's load balancer holds a delta request for a minute, and its own 504 says more than our giving
     * up, hence the longer time there.
     */
    public static final Timeouts DEFAULT = new Timeouts(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(75),
            5,
            Duration.ofMillis(300),
            Duration.ofSeconds(60));
}
