package io.balena.releaseupdate.cli.shipped;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What users of the library get: its classes, sources and documentation, and nothing of the commands. */
@Tag("complete")
class LibraryJarsIT {

    @ParameterizedTest
    @CsvSource({"'', .class", "-sources, .java", "-javadoc, .html"})
    void holdTheLibraryWithoutTheCommands(String classifier, String suffix) throws IOException {
        try (ZipFile jar = new ZipFile("target/balena-release-update" + classifier + ".jar")) {
            List<String> names = jar.stream().map(ZipEntry::getName).toList();
            assertTrue(names.contains("io/balena/releaseupdate/ReleaseUpdates" + suffix), names::toString);
            assertEquals(
                    List.of(),
                    names.stream()
                            .filter(name -> name.startsWith("io/balena/releaseupdate/cli/"))
                            .toList());
        }
    }
}
