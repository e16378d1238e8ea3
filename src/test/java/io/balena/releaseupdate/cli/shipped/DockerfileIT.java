package io.balena.releaseupdate.cli.shipped;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.balena.releaseupdate.BuildInfo;
import io.balena.releaseupdate.cli.golden.RecordedCase;
import io.balena.releaseupdate.cli.harness.Executable;
import io.balena.releaseupdate.cli.harness.Programs;
import io.balena.releaseupdate.cli.harness.TestShell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image for amd64 as buildah makes it of an executable, without a registry: all else in it is from scratch. */
@Tag(Executable.TAG)
class DockerfileIT {

    @TempDir
    Path folder;

    @BeforeEach
    void needBuildah() {
        assumeTrue(Programs.areInstalled("buildah"), "needs buildah");
    }

    @Test
    void buildahMakesTheImageOfAnExecutable() throws Exception {
        Path executables = Files.createDirectory(folder.resolve("dist"));
        Files.copy(
                Path.of(System.getProperty("command.under.test")),
                executables.resolve("balena-release-update-linux-amd64"));
        buildah(
                "build",
                "--isolation=chroot",
                "--platform=linux/amd64",
                "--build-context=executables=" + executables,
                "--build-arg=REVISION=0123456789abcdef",
                "--tag=tried",
                Path.of("").toAbsolutePath().toString());

        JsonNode image = RecordedCase.parseJson(buildah("inspect", "--type=image", "tried"))
                .path("OCIv1");
        JsonNode config = image.path("config");
        assertEquals("amd64", image.path("architecture").asText());
        assertEquals("[\"/balena-release-update\"]", config.path("Entrypoint").toString());
        assertEquals("65532:65532", config.path("User").asText());
        assertEquals(BuildInfo.NUMBER, label(config, "version"));
        assertEquals("0123456789abcdef", label(config, "revision"));
        assertEquals("https://github.com/OWNER/balena-release-update", label(config, "source"));

        Path root = Path.of(buildah("mount", buildah("from", "tried")));
        try (Stream<Path> files = Files.list(root)) {
            assertEquals(
                    Set.of("LICENSE", "balena-release-update"),
                    files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()));
        }
    }

    private static String label(JsonNode config, String name) {
        return config.path("Labels").path("org.opencontainers.image." + name).asText();
    }

    private String buildah(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "buildah",
                "--storage-driver=vfs",
                "--root=" + folder.resolve("storage"),
                "--runroot=" + folder.resolve("run")));
        command.addAll(List.of(arguments));
        Map<String, String> variables = Map.of("PATH", System.getenv("PATH"), "HOME", folder.toString());
        return new TestShell(folder, variables)
                .run(command.toArray(String[]::new))
                .succeeded()
                .stdout()
                .strip();
    }
}
