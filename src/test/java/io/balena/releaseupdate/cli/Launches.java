package io.balena.releaseupdate.cli;

import io.quarkus.test.junit.main.LaunchResult;
import java.util.List;

/** What launches of commands gave. */
final class Launches {

    private Launches() {}

    /** What is on stderr, without what the framework's launcher of integration tests has logged for itself. */
    static List<String> messages(LaunchResult result) {
        return result.getErrorStream().stream()
                .filter(line -> !line.isEmpty() && !line.contains(" INFO  [io.quarkus] "))
                .toList();
    }
}
