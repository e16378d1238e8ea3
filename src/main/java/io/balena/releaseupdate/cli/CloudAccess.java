package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.Version;
import io.balena.releaseupdate.cloud.BalenaCloud;
import io.balena.releaseupdate.cloud.Connection;
import io.balena.releaseupdate.cloud.Patience;
import io.balena.releaseupdate.cloud.Session;
import io.balena.releaseupdate.cloud.Settings;
import io.balena.releaseupdate.cloud.Token;
import io.balena.releaseupdate.sandbox.Sandbox;
import io.balena.releaseupdate.sandbox.SandboxOptions;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
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

    Opened open(ConnectionOptions options, Messages messages) throws InterruptedException {
        if (options.sandbox()) {
            Sandbox sandbox = startSandbox(options.sandboxOptions());
            Token token = new Token(sandbox.token(), "the sandbox");
            return new Opened(
                    connection(sandbox.url(), sandbox.url(), token, messages).open(), Optional.of(sandbox));
        }
        Map<String, String> environment = System.getenv();
        Settings settings = Settings.read(options.apiUrl(), options.deltaUrl(), environment, home(environment));
        Token token = new Session(environment, System.in, Clock.systemUTC(), messages::warn)
                .token(options.tokenFile(), settings.dataDirectory(), old -> connection(
                                settings.apiUrl(), settings.deltaUrl(), old, messages)
                        .refreshedToken());
        return new Opened(
                connection(settings.apiUrl(), settings.deltaUrl(), token, messages)
                        .open(),
                Optional.empty());
    }

    Sandbox startSandbox(SandboxOptions options) {
        return Sandbox.start(vertx.get(), options);
    }

    private static Connection connection(URI apiUrl, URI deltaUrl, Token token, Messages messages) {
        return new Connection(
                apiUrl, deltaUrl, token, Version.CLIENT, Patience.DEFAULT, messages::warn, messages::request);
    }

    /** As Node.js, and so the balena CLI, finds it. */
    private static Optional<Path> home(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("HOME"))
                .filter(home -> !home.isEmpty())
                .or(() -> Optional.ofNullable(System.getProperty("user.home")))
                .map(Path::of)
                .filter(Path::isAbsolute);
    }
}
