package io.balena.releaseupdate.cli.help;

import java.util.Set;
import picocli.CommandLine.Model.OptionSpec;

/** The groups that help shows options in. */
enum OptionGroup {
    COMMON("Options"),
    WAITING("Waiting", "--timeout", "--poll-interval", "--retries", "--concurrency", "--until"),
    CONNECTION("Connection", "--api-url", "--delta-url", "--token-file", "--ca-cert", "--ca-cert-only", "--allow-http"),
    SANDBOX("Sandbox", "--sandbox", "--build-time", "--device-speed", "--fault");

    private final String title;
    private final Set<String> options;

    OptionGroup(String title, String... options) {
        this.title = title;
        this.options = Set.of(options);
    }

    String title() {
        return title;
    }

    /** Whether this is its group; the common one has all that are in no other. */
    boolean contains(OptionSpec option) {
        return of(option) == this;
    }

    private static OptionGroup of(OptionSpec option) {
        for (OptionGroup group : values()) {
            if (group.options.contains(option.longestName())) {
                return group;
            }
        }
        return COMMON;
    }
}
