package io.balena.releaseupdate;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When to poll. Full polls cover every unfinished delta: after a second at first, then less and less often; a poll with
 * news brings the next one forward. Quick polls cover the few that others wait for, and keep a short pause while they
 * bring news. All times are nanoseconds of one clock.
 */
final class PollSchedule {

    private static final double GROWTH = 1.3;
    private static final double JITTER = 0.1;

    private final Duration longestPause;
    private final RandomGenerator random;

    private Duration fullPause;
    private Duration quickPause;
    private long nextFull;
    private long lastStart;
    private long lastFullStart;
    private long earliest;
    private boolean isHurried;

    /**
     * @param random spreads the polls of concurrent runs
     * @param now when the initial states were polled
     */
    PollSchedule(Duration longestPause, RandomGenerator random, long now) {
        this.longestPause = longestPause;
        this.random = random;
        this.fullPause = firstPause();
        this.quickPause = firstPause();
        this.earliest = now;
        this.lastStart = now;
        this.lastFullStart = now;
        planFull(now);
    }

    private Duration firstPause() {
        return shorter(PreparationOptions.FIRST_POLL_PAUSE, longestPause);
    }

    /** When the next full poll is due. */
    long nextFull() {
        long spaced = lastStart + (long) (firstPause().toNanos() * (1 - JITTER));
        return later(isHurried ? nextFull : later(nextFull, spaced), earliest);
    }

    /** When a quick poll is due, if one is wanted. */
    long nextQuick() {
        return later(lastStart + quickPause.toNanos(), earliest);
    }

    /** When the last full poll was started. */
    long lastFullStart() {
        return lastFullStart;
    }

    /** A poll was started. */
    void started(boolean isFull, long now) {
        lastStart = now;
        if (isFull) {
            lastFullStart = now;
            isHurried = false;
        }
    }

    /**
     * A poll ended.
     *
     * @param hadNews whether it brought the news that this kind of poll is for
     */
    void ended(boolean isFull, boolean hadNews, long now) {
        if (isFull) {
            // If some builds end, others soon will.
            fullPause = hadNews ? longer(fullPause.dividedBy(2), firstPause()) : fullPause;
            planFull(now);
        } else {
            quickPause = hadNews ? firstPause() : grown(quickPause);
        }
    }

    /** No quick poll is needed now: the next ones start with a short pause again. */
    void noQuickWanted() {
        quickPause = firstPause();
    }

    /** A delta is finished: others requested with it soon will be. */
    void expectEnds(long now) {
        fullPause = firstPause();
        nextFull = earlier(nextFull, now + fullPause.toNanos());
    }

    /** Makes a full poll due as soon as allowed. */
    void hurry(long now) {
        isHurried = true;
        nextFull = now;
    }

    /** The server requests a pause. */
    void leaveAlone(Duration pause, long now) {
        earliest = later(earliest, now + pause.toNanos());
    }

    private void planFull(long now) {
        nextFull = now + (long) (fullPause.toNanos() * (1 - JITTER * random.nextDouble()));
        fullPause = grown(fullPause);
    }

    private Duration grown(Duration pause) {
        return shorter(Duration.ofNanos((long) (pause.toNanos() * GROWTH)), longestPause);
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private static long later(long a, long b) {
        return a - b > 0 ? a : b;
    }

    private static long earlier(long a, long b) {
        return a - b < 0 ? a : b;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
