package io.balena.releaseupdate.cli.harness;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** What this machine has for tests that need more than Java. */
public final class Programs {

    private Programs() {}

    public static boolean areInstalled(String... names) {
        return Arrays.stream(names).allMatch(name -> find(name).isPresent());
    }

    public static Optional<Path> find(String name) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
