package io.balena.releaseupdate.cli.harness;

import io.balena.releaseupdate.sandbox.Sandbox;
import io.balena.releaseupdate.sandbox.SandboxOptions;
import io.balena.releaseupdate.sandbox.SandboxRequest;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A sandbox outside of the command under test, to see what the command sends. */
public final class TestSandbox implements AutoCloseable {

    /** For all sandboxes of tests: each of its own would start threads, and end them, once per case. */
    public static final Vertx VERTX = Vertx.vertx();

    private final Path tokenFile;
    public final Sandbox sandbox;

    private TestSandbox(SandboxOptions options) {
        sandbox = Sandbox.start(VERTX, options);
        try {
            tokenFile = Files.writeString(Files.createTempFile("token", null), sandbox.token());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static TestSandbox start(String... faults) {
        return start(SandboxOptions.defaults().withFaults(faults));
    }

    public static TestSandbox start(SandboxOptions options) {
        return new TestSandbox(options);
    }

    /** These arguments, and those that lead to this sandbox: before options, behind the name of a subcommand. */
    public String[] arguments(String... arguments) {
        List<String> all = new ArrayList<>();
        boolean isSubcommand =
                arguments.length > 0 && List.of("fleet", "status", "rollout").contains(arguments[0]);
        if (isSubcommand) {
            all.add(arguments[0]);
        }
        all.addAll(List.of(
                "--api-url",
                sandbox.url().toString(),
                "--delta-url",
                sandbox.url().toString()));
        all.addAll(List.of("--token-file", tokenFile.toString()));
        all.addAll(List.of(arguments).subList(isSubcommand ? 1 : 0, arguments.length));
        return all.toArray(String[]::new);
    }

    public List<SandboxRequest> requests() {
        return sandbox.requests();
    }

    public long requests(String path) {
        return requests().stream()
                .filter(request -> request.path().equals(path))
                .count();
    }

    @Override
    public void close() {
        sandbox.close();
        try {
            Files.deleteIfExists(tokenFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
