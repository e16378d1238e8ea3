package io.balena.releaseupdate.cloud;

import java.time.Duration;

/**
 * How long to wait for balena, and how often to repeat a request.
 *
 * @param connect how long to wait for a connection
 * @param api how long to wait for a response of the API
 * @param delta how long to wait for a response of the delta server
 * @param retries how often a request is repeated at most
 * @param firstPause the pause before the first repetition; it doubles each time
 * @param longestPause the longest pause between attempts, unless a deadline allows more; if the server wants a longer
 *     one, the failure is final
 */
public record Timeouts(
        Duration connect, Duration api, Duration delta, int retries, Duration firstPause, Duration longestPause) {

    /**
     * For production. balena's load balancer holds a delta request for a minute; the longer timeout there waits for its
     * 504, which says more than a timeout of ours.
     */
    public static final Timeouts DEFAULT = new Timeouts(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(75),
            5,
            Duration.ofMillis(300),
            Duration.ofSeconds(60));
}
