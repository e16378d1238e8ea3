package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.Version;
import io.balena.releaseupdate.cloud.BalenaCloud;
import io.balena.releaseupdate.cloud.Connection;
import io.balena.releaseupdate.cloud.Token;
import io.balena.releaseupdate.sandbox.Sandbox;
import io.balena.releaseupdate.sandbox.SandboxOptions;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Optional;

/** From options, environment and files to balena, or to a sandbox in its place. */
@Dependent
class CloudAccess {

    private final Instance<Vertx> vertx;

    @Inject
    CloudAccess(Instance<Vertx> vertx) {
        this.vertx = vertx;
    }

    /** A connection, to be closed after use. */
    record Opened(BalenaCloud cloud, Optional<Sandbox> sandbox) implements AutoCloseable {
        @Override
        public void close() {
            sandbox.ifPresent(Sandbox::close);
        }
    }

    Opened open(ConnectionOptions options, Messages messages) {
        if (options.sandbox()) {
            Sandbox sandbox = startSandbox(options.sandboxOptions());
            Token token = new Token(sandbox.token(), "the sandbox");
            return new Opened(connect(sandbox.url(), sandbox.url(), token, messages), Optional.of(sandbox));
        }
        throw new UnsupportedOperationException();
    }

    Sandbox startSandbox(SandboxOptions options) {
        return Sandbox.start(vertx.get(), options);
    }

    private static BalenaCloud connect(URI apiUrl, URI deltaUrl, Token token, Messages messages) {
        return new Connection(apiUrl, deltaUrl, token, Version.CLIENT, messages::warn, messages::request).open();
    }
}
