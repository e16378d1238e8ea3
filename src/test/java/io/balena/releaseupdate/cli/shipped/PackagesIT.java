package io.balena.releaseupdate.cli.shipped;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.balena.releaseupdate.BuildInfo;
import io.balena.releaseupdate.cli.ManualPages;
import io.balena.releaseupdate.cli.harness.Ended;
import io.balena.releaseupdate.cli.harness.Executable;
import io.balena.releaseupdate.cli.harness.Programs;
import io.balena.releaseupdate.cli.harness.Resources;
import io.balena.releaseupdate.cli.harness.TestShell;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packages for Debian and for rpm, installed into a folder by the systems' own tools. Only for root, as these are. */
@Tag(Executable.TAG)
@Tag("packages")
class PackagesIT {

    private static final Path PACKAGES = Path.of("target/packages");
    private static final Path COMPLETION = Path.of("target/completion");

    @TempDir
    Path folder;

    private Path root;
    private TestShell shell;

    @BeforeEach
    void makeARoot() throws Exception {
        root = Files.createDirectory(folder.resolve("root"));
        shell = new TestShell(folder, Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "HOME", folder.toString()));
        assumeTrue(shell.run("id", "-u").stdout().equals("0\n"), "needs root");
    }

    @Test
    void installsOnDebian() throws Exception {
        assumeTrue(Programs.areInstalled("dpkg", "dpkg-deb"), "needs dpkg");
        Path state =
                Files.createDirectories(root.resolve("var/lib/dpkg/updates")).getParent();
        Files.createDirectories(state.resolve("info"));
        Files.createFile(state.resolve("status"));
        Path deb = only(".deb");
        shell.run("dpkg", "--root=" + root, "--install", deb.toString()).succeeded();
        assertEquals(
                "balena-release-update " + BuildInfo.NUMBER.replace("-SNAPSHOT", "~SNAPSHOT"),
                shell.run("dpkg-deb", "--show", "--showformat=${Package} ${Version}", deb.toString())
                        .stdout());
        checkInstalled(
                "var/lib/dpkg/",
                "usr/share/zsh/vendor-completions/_balena-release-update",
                "usr/share/doc/balena-release-update/copyright",
                "usr/share/doc/balena-release-update/changelog.gz");
    }

    @Test
    void installsWithRpm() throws Exception {
        assumeTrue(Programs.areInstalled("rpm"), "needs rpm");
        Path rpm = only(".rpm");
        String root = this.root.toString();
        shell.run("rpm", "--root", root, "--dbpath", "/var/lib/rpm", "--nodeps", "--install", rpm.toString())
                .succeeded();
        assertEquals(
                "balena-release-update " + BuildInfo.NUMBER.replace("-SNAPSHOT", "") + " Apache-2.0",
                shell.run(
                                "rpm",
                                "--query",
                                "--queryformat",
                                "%{NAME} %{VERSION} %{LICENSE}",
                                "--package",
                                rpm.toString())
                        .stdout());
        checkInstalled(
                "var/lib/rpm/",
                "usr/share/zsh/site-functions/_balena-release-update",
                "usr/share/licenses/balena-release-update/LICENSE");
    }

    /** @param state where the package manager keeps its own files */
    private void checkInstalled(String state, String zsh, String... documents) throws Exception {
        String bash = "usr/share/bash-completion/completions/balena-release-update";
        String fish = "usr/share/fish/vendor_completions.d/balena-release-update.fish";
        Set<String> expected = new TreeSet<>(List.of("usr/bin/balena-release-update", bash, fish, zsh));
        expected.addAll(List.of(documents));
        ManualPages.pages().keySet().forEach(page -> expected.add("usr/share/man/man1/" + page + ".gz"));
        assertEquals(expected, files(state));

        Path program = root.resolve("usr/bin/balena-release-update");
        Ended described =
                shell.run(program.toString(), "--sandbox", "--from-release", "900813", "--to-release", "900835");
        assertEquals(new Ended(0, Resources.text("/readme.json"), ""), described);
        for (Map.Entry<String, String> page : ManualPages.pages().entrySet()) {
            assertEquals(page.getValue(), unzipped(root.resolve("usr/share/man/man1/" + page.getKey() + ".gz")));
        }
        assertEquals(-1, Files.mismatch(COMPLETION.resolve("balena-release-update.bash"), root.resolve(bash)));
        assertEquals(-1, Files.mismatch(COMPLETION.resolve("balena-release-update.fish"), root.resolve(fish)));
        assertEquals(-1, Files.mismatch(COMPLETION.resolve("balena-release-update.zsh"), root.resolve(zsh)));
        assertEquals(
                "755 root root\n644 root root\n644 root root\n",
                shell.run("stat", "--format=%a %U %G", program.toString(), "root/" + bash, "root/" + documents[0])
                        .stdout());
    }

    private Set<String> files(String except) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .filter(file -> !file.startsWith(except))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String unzipped(Path file) throws IOException {
        try (InputStream stream = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Path only(String suffix) throws IOException {
        try (Stream<Path> files = Files.list(PACKAGES)) {
            List<Path> found =
                    files.filter(file -> file.toString().endsWith(suffix)).toList();
            assertEquals(1, found.size(), found::toString);
            return found.get(0).toAbsolutePath();
        }
    }
}
