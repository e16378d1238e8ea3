package io.balena.releaseupdate.rollout.gate;

/** What a gate says of a stage. */
public sealed interface Verdict {

    /** Too early to tell. */
    record Undecided() implements Verdict {}

    /** The next stage may start. */
    record Passed() implements Verdict {}

    /**
     * The release does harm.
     *
     * @param reason the numbers, a clause
     */
    record Failed(String reason) implements Verdict {}

    /**
     * The stage's time is over, and it proves neither.
     *
     * @param reason what is missing, a clause
     */
    record Inconclusive(String reason) implements Verdict {}
}
