package io.balena.releaseupdate.cli.shipped;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.balena.releaseupdate.BuildInfo;
import io.balena.releaseupdate.TestAuthority;
import io.balena.releaseupdate.cli.golden.RecordedCase;
import io.balena.releaseupdate.cli.harness.Ended;
import io.balena.releaseupdate.cli.harness.Executable;
import io.balena.releaseupdate.cli.harness.Resources;
import io.balena.releaseupdate.cli.harness.TestSandbox;
import io.balena.releaseupdate.cli.harness.TestShell;
import io.balena.releaseupdate.cli.network.TlsFront;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What the Dockerfile's image for amd64 holds, in the place of the image: a read-only root with these files and no other,
 * no /tmp, no /proc and no /dev, and the image's user and entry point. Only for a static executable, and for root, who
 * can make such a place.
 */
@Tag(Executable.TAG)
// One after the other: a file can't be run while another process, just started, has it open for writing.
@Execution(ExecutionMode.SAME_THREAD)
class ContainerImageIT {

    private static final Pattern COPY = Pattern.compile("COPY (?:--from=executables --chmod=755 )?/?(\\S+) (/\\S*)");
    private static final String MOUNTED_READ_ONLY =
            "mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro \"$0\" && exec chroot --userspec=\"$1\" \"$0\" \"${@:2}\"";

    @TempDir
    Path folder;

    private Path root;
    private final Map<String, String> variables = new HashMap<>();
    private String user;
    private String entryPoint;

    @BeforeEach
    void makeWhatTheImageHolds() throws Exception {
        Path program = Path.of(System.getProperty("command.under.test"));
        assumeTrue(EnvironmentIT.isStatic(program), "needs a static executable");
        TestShell shell = new TestShell(folder, Map.of("PATH", System.getenv("PATH")));
        assumeTrue(shell.run("unshare", "--mount", "true").exitCode() == 0, "needs the right to mount");

        root = Files.createDirectory(folder.resolve("root"));
        // As every engine sets it.
        variables.put("HOSTNAME", "container");
        for (String instruction : finalStage()) {
            Matcher copy = COPY.matcher(instruction);
            if (copy.matches()) {
                boolean isProgram = copy.group(1).equals("balena-release-update-linux-${TARGETARCH}");
                Path source = isProgram ? program : Path.of(copy.group(1));
                String target = copy.group(2).equals("/") ? source.getFileName().toString() : copy.group(2);
                Files.copy(source, root.resolve(target.replaceFirst("^/", "")));
            } else if (instruction.startsWith("USER ")) {
                user = instruction.substring("USER ".length());
            } else if (instruction.startsWith("ENV ")) {
                String[] parts = instruction.substring("ENV ".length()).split("=", 2);
                variables.put(parts[0], parts[1]);
            } else if (instruction.startsWith("ENTRYPOINT ")) {
                entryPoint = RecordedCase.parseJson(instruction.substring("ENTRYPOINT ".length()))
                        .path(0)
                        .asText();
            } else {
                assertTrue(instruction.matches("(?:ARG|LABEL) .*"), instruction);
            }
        }
        assertTrue(user.matches("[1-9]\\d*:[1-9]\\d*"), "a number, since nothing in the image says who a name is");
    }

    /** The instructions of the last stage, which begins with nothing on amd64. */
    private static List<String> finalStage() throws IOException {
        String dockerfile = Files.readString(Path.of("Dockerfile"))
                .replaceAll("(?m)^#.*\\n", "")
                .replaceAll("\\\\\\n\\s*", "");
        assertTrue(dockerfile.contains("\nFROM scratch AS base-amd64\n"));
        String last = dockerfile.substring(dockerfile.lastIndexOf("\nFROM ") + 1);
        List<String> instructions = new ArrayList<>(List.of(last.strip().split("\\n")));
        assertEquals("FROM base-${TARGETARCH}", instructions.remove(0));
        return instructions;
    }

    @Test
    void describes() throws Exception {
        Ended end = run(user, "--sandbox", "--from-release", "900813", "--to-release", "900835");
        assertEquals(new Ended(0, Resources.text("/readme.json"), ""), end);
    }

    @Test
    void waits() throws Exception {
        String[] arguments = {
            "--sandbox", "--build-time", "0.2", "--wait", "--from-release", "1900103", "--to-release", "1900106", "-q"
        };
        Ended end = run(user, arguments).succeeded();
        assertEquals("", end.stderr());
        assertEquals(
                "ready",
                RecordedCase.parseJson(end.stdout()).path("overall_status").asText());
    }

    @Test
    void saysWhatItIs() throws Exception {
        Ended version = run(user, "--version").succeeded();
        assertEquals(BuildInfo.NUMBER + "\n", version.stdout());
        assertTrue(run(user, "--help").succeeded().stdout().startsWith("Usage: "));
    }

    /** The home of the image's user is where a session of the balena CLI can be mounted, for the user who owns it. */
    @Test
    void usesASessionThatIsMounted() throws Exception {
        try (TestSandbox sandbox = TestSandbox.start()) {
            Path session = Files.createDirectory(root.resolve(".balena")).resolve("token");
            Files.writeString(session, sandbox.sandbox.token());
            Files.setPosixFilePermissions(session, PosixFilePermissions.fromString("rw-------"));
            Files.setAttribute(session, "unix:uid", 1000);
            variables.put("BALENARC_API_URL", sandbox.sandbox.url().toString());
            variables.put("BALENARC_DELTA_URL", sandbox.sandbox.url().toString());
            Ended end = run("1000:1000", "--from-release", "900813", "--to-release", "900835");
            assertEquals(new Ended(0, Resources.text("/readme.json"), ""), end);
        }
    }

    /** Beside the file there is nothing but that authority: no certificates of the system, no source of random numbers. */
    @Test
    void trustsAnAuthorityThatIsMounted() throws Exception {
        TestAuthority authority = TestAuthority.create("Test authority");
        authority.writePem(root.resolve("authority.pem"));
        try (TestSandbox sandbox = TestSandbox.start();
                TlsFront front = TlsFront.start(authority.server("127.0.0.1"), sandbox.sandbox.url())) {
            String url = "https://127.0.0.1:" + front.port();
            variables.put("BALENA_API_KEY", sandbox.sandbox.token());
            Ended end = run(
                    user,
                    "--api-url",
                    url,
                    "--delta-url",
                    url,
                    "--ca-cert",
                    "/authority.pem",
                    "--from-release",
                    "900813",
                    "--to-release",
                    "900835");
            assertEquals(new Ended(0, Resources.text("/readme.json"), ""), end);
            assertTrue(front.connections() > 0);
        }
    }

    private Ended run(String userspec, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of("unshare", "--mount", "bash", "-c", MOUNTED_READ_ONLY, root.toString(), userspec, entryPoint));
        command.addAll(List.of(arguments));
        return new TestShell(folder, variables).run(command.toArray(String[]::new));
    }
}
