package io.balena.releaseupdate.cli.shipped;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.BuildInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What can be seen of the Dockerfile without building it; {@link ContainerImageIT} looks into the image. */
class DockerfileTest {

    private static final Pattern ARGUMENT = Pattern.compile("(?m)^ARG (\\w+)=(.+)$");
    private static final Pattern FROM = Pattern.compile("(?m)^FROM (\\S+)");

    @Test
    void labelsALocalBuildWithThisVersionAndItsSource() throws IOException {
        assertEquals(BuildInfo.NUMBER, arguments().get("VERSION"));
        assertEquals(repository(), arguments().get("SOURCE"));
    }

    @Test
    void everyImageOfARegistryCanBeGivenByItsDigest() throws IOException {
        FROM.matcher(dockerfile())
                .results()
                .map(from -> from.group(1))
                .forEach(from -> assertTrue(
                        from.equals("scratch") || from.matches("\\$\\{[A-Z_0-9]+}|(graalvm|base)-\\$\\{TARGETARCH}"),
                        from));
    }

    @Test
    void declaresThePlatformBeforeTheFirstStage() throws IOException {
        String beforeStages = dockerfile().split("\nFROM ", 2)[0];
        assertTrue(beforeStages.contains("\nARG TARGETARCH\n"), beforeStages);
    }

    @Test
    void theReadmeClonesThatRepository() throws IOException {
        assertTrue(Files.readString(Path.of("README.md")).contains("git clone " + repository() + ".git\n"));
    }

    private static Map<String, String> arguments() throws IOException {
        return ARGUMENT.matcher(dockerfile())
                .results()
                .filter(argument -> !argument.group(2).equals("\"\""))
                .collect(Collectors.toMap((MatchResult argument) -> argument.group(1), argument -> argument.group(2)));
    }

    private static String repository() throws IOException {
        return Files.readString(Path.of("pom.xml")).split("</?repository.url>")[1];
    }

    private static String dockerfile() throws IOException {
        return Files.readString(Path.of("Dockerfile"));
    }
}
