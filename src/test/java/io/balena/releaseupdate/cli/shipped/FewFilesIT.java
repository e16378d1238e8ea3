package io.balena.releaseupdate.cli.shipped;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.balena.releaseupdate.cli.golden.RecordedCase;
import io.balena.releaseupdate.cli.harness.CommandProcess;
import io.balena.releaseupdate.cli.harness.Ended;
import io.balena.releaseupdate.cli.harness.Executable;
import io.balena.releaseupdate.cli.harness.TestSandbox;
import io.balena.releaseupdate.cli.harness.TestShell;
import io.balena.releaseupdate.sandbox.SandboxOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The executable where it may open fewer files than it is to hold requests open. */
@Tag(Executable.TAG)
class FewFilesIT {

    @TempDir
    Path folder;

    @Test
    void requestsThatFindNoConnectionAreRepeatedInSilence() throws Exception {
        SandboxOptions options = SandboxOptions.defaults().withBuildTime(Duration.ofSeconds(2));
        try (TestSandbox sandbox = TestSandbox.start(options)) {
            List<String> script = new ArrayList<>(List.of("sh", "-c", "ulimit -n 32; exec \"$@\"", "sh"));
            script.addAll(CommandProcess.command());
            script.addAll(List.of(sandbox.arguments(
                    "fleet", "sandbox/big", "--to-release", "2.0.0", "--wait", "--concurrency", "1000", "--quiet")));

            Ended end = new TestShell(folder, Map.of()).run(script.toArray(String[]::new));

            assertEquals(0, end.exitCode(), end.stderr());
            assertEquals("", end.stderr());
            assertEquals(
                    "ready",
                    RecordedCase.parseJson(end.stdout()).path("overall_status").asText());
        }
    }
}
