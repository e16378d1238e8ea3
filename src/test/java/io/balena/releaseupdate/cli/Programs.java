package io.balena.releaseupdate.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What this machine has for tests that need more than Java. */
final class Programs {

    private Programs() {}

    static boolean areInstalled(String... names) {
        String[] directories = System.getenv("PATH").split(":");
        return Arrays.stream(names).allMatch(name -> Arrays.stream(directories)
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, name))));
    }
}
