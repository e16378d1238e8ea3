package io.balena.releaseupdate.cli.shipped;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.balena.releaseupdate.cli.ManualPages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The build leaves the manual where docs/building.md says. */
@Tag("complete")
class ManualIT {

    @Test
    void theBuildHasMadeThePages() throws Exception {
        for (Map.Entry<String, String> page : ManualPages.pages().entrySet()) {
            assertEquals(page.getValue(), Files.readString(Path.of("target/man", page.getKey())));
        }
    }
}
