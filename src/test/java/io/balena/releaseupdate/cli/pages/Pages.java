package io.balena.releaseupdate.cli.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The pages that users read: README.md and its neighbours, and the folder docs. */
public final class Pages {

    static final Path README = Path.of("README.md");
    static final Path LIBRARY = Path.of("docs/library.md");
    static final Path OPTIONS = Path.of("docs/options.md");
    static final Path RECIPES = Path.of("docs/recipes.md");
    public static final Path SANDBOX = Path.of("docs/sandbox.md");
    static final Path SETTINGS = Path.of("docs/settings.md");

    private Pages() {}

    public static String text(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All of them, in a fixed order. */
    static List<Path> all() {
        return Stream.of(Path.of(""), Path.of("docs")).flatMap(Pages::in).toList();
    }

    /** The text of all of them. */
    static String allText() {
        return all().stream().map(Pages::text).collect(Collectors.joining("\n"));
    }

    private static Stream<Path> in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".md")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
