package io.balena.releaseupdate.output.document;

import io.balena.releaseupdate.model.RolloutReport;

/** The devices of a roll-out in words, for documents for people. */
final class RolloutText {

    private RolloutText() {}

    /** {@code 1080 follow the fleet, 120 pinned by this roll-out, 3 keep a pin of their own to the release}. */
    static String devices(RolloutReport report) {
        return report.following() + (report.following() == 1 ? " follows" : " follow") + " the fleet, "
                + report.pinned() + " pinned by this roll-out"
                + (report.keptPins() == 0
                        ? ""
                        : ", " + report.keptPins() + (report.keptPins() == 1 ? " keeps" : " keep")
                                + " a pin of their own to the release");
    }
}
