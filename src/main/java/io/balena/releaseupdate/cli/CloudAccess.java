package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.Version;
import io.balena.releaseupdate.cloud.Authorities;
import io.balena.releaseupdate.cloud.BalenaCloud;
import io.balena.releaseupdate.cloud.Connection;
import io.balena.releaseupdate.cloud.Credentials;
import io.balena.releaseupdate.cloud.Network;
import io.balena.releaseupdate.cloud.Patience;
import io.balena.releaseupdate.cloud.Session;
import io.balena.releaseupdate.cloud.Settings;
import io.balena.releaseupdate.cloud.TokenSources;
import io.balena.releaseupdate.sandbox.Sandbox;
import io.balena.releaseupdate.sandbox.SandboxOptions;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.net.URI;
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

    Opened open(ConnectionOptions options, Messages messages) {
        if (options.sandbox()) {
            Sandbox sandbox = startSandbox(options.sandboxOptions());
            Credentials credentials = Credentials.of(sandbox.token(), "the sandbox");
            return new Opened(
                    connection(sandbox.url(), sandbox.url(), Network.DIRECT, credentials, messages)
                            .open(),
                    Optional.of(sandbox));
        }
        Map<String, String> environment = System.getenv();
        Settings settings = Settings.read(options.overrides(), environment, System.getProperty("user.home"));
        Network network =
                new Network(settings.proxies(), Authorities.read(options.caCert(), environment, messages::warn));
        Session session = Session.open(
                new TokenSources(options.tokenFile(), environment, settings.dataDirectory(), System.in),
                Clock.systemUTC(),
                messages::warn);
        Credentials credentials = Credentials.of(
                session, old -> connection(settings, network, Credentials.of(old, "the session"), messages)
                        .refreshedToken());
        return new Opened(connection(settings, network, credentials, messages).open(), Optional.empty());
    }

    Sandbox startSandbox(SandboxOptions options) {
        return Sandbox.start(vertx.get(), options);
    }

    private static Connection connection(
            Settings settings, Network network, Credentials credentials, Messages messages) {
        return connection(settings.apiUrl(), settings.deltaUrl(), network, credentials, messages);
    }

    private static Connection connection(
            URI apiUrl, URI deltaUrl, Network network, Credentials credentials, Messages messages) {
        return new Connection(
                apiUrl,
                deltaUrl,
                network,
                credentials,
                Version.CLIENT,
                Patience.DEFAULT,
                messages::warn,
                messages::request);
    }
}
