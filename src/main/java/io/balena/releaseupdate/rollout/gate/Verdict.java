package io.balena.releaseupdate.rollout.gate;

/** A gate's verdict on a stage. */
public sealed interface Verdict {

    /** Too early to tell. */
    record Undecided() implements Verdict {}

    /** The next stage may start. */
    record Passed() implements Verdict {}

    /**
     * Too many devices failed.
     *
     * @param reason the numbers, a clause
     */
    record Failed(String reason) implements Verdict {}

    /**
     * The stage's time ran out before it could pass or fail.
     *
     * @param reason what is missing, a clause
     */
    record Inconclusive(String reason) implements Verdict {}
}
