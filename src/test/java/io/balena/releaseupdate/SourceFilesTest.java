package io.balena.releaseupdate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks size and dependencies of source files. */
class SourceFilesTest {

    private static final String ROOT = "io.balena.releaseupdate";
    private static final String SOURCES = "src/main/java";
    private static final int MOST_LINES = 250;
    private static final int MOST_FILES = 20;

    /** One purpose each, and their parts know each other too well to be split. */
    private static final Set<String> LARGE =
            Set.of("releaseupdate/cloud", "releaseupdate/sandbox", "releaseupdate/model");

    @Test
    void noTwoFilesOfAPackageUseEachOtherInACircle() {
        Map<String, Set<String>> uses = new TreeMap<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(ROOT)) {
            Set<String> used = uses.computeIfAbsent(file(type), name -> new TreeSet<>());
            type.getDirectDependenciesFromSelf().stream()
                    .map(Dependency::getTargetClass)
                    .filter(target -> target.getPackageName().equals(type.getPackageName()))
                    .map(SourceFilesTest::file)
                    .filter(name -> !name.equals(file(type)))
                    .forEach(used::add);
        }
        List<String> circles = uses.keySet().stream()
                .filter(name -> reachable(name, uses).contains(name))
                .map(name -> name + " uses "
                        + uses.get(name).stream()
                                .filter(used -> reachable(used, uses).contains(name))
                                .toList())
                .toList();
        assertEquals(List.of(), circles);
    }

    @Test
    void noFileOfTheProgramHasMoreThan250Lines() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(SOURCES))) {
            List<String> tooLong = files.filter(file -> file.toString().endsWith(".java"))
                    // A grammar is read rule by rule.
                    .filter(file -> !file.endsWith("ODataParser.java"))
                    .filter(file -> lines(file) > MOST_LINES)
                    .map(Path::toString)
                    .toList();
            assertEquals(List.of(), tooLong);
        }
    }

    @Test
    void noPackageHasMoreThan20Files() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(SOURCES))) {
            Map<Path, Long> sizes = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .collect(Collectors.groupingBy(Path::getParent, TreeMap::new, Collectors.counting()));
            List<Path> tooLarge = sizes.keySet().stream()
                    .filter(folder -> sizes.get(folder) > MOST_FILES)
                    .filter(folder -> LARGE.stream().noneMatch(folder::endsWith))
                    .toList();
            assertEquals(List.of(), tooLarge);
        }
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything that a file needs, and what that needs in turn. */
    private static Set<String> reachable(String start, Map<String, Set<String>> uses) {
        Set<String> seen = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(uses.getOrDefault(start, Set.of()));
        while (!open.isEmpty()) {
            String next = open.pop();
            if (seen.add(next)) {
                open.addAll(uses.getOrDefault(next, Set.of()));
            }
        }
        return seen;
    }

    /** The class that a source file is named after. */
    private static String file(JavaClass type) {
        return type.getName().substring(ROOT.length() + 1).replaceAll("\\$.*|\\[.*", "");
    }
}
