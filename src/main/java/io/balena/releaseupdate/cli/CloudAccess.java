package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.Version;
import io.balena.releaseupdate.cli.process.Surroundings;
import io.balena.releaseupdate.cloud.BalenaCloud;
import io.balena.releaseupdate.cloud.Connection;
import io.balena.releaseupdate.cloud.Credentials;
import io.balena.releaseupdate.cloud.Patience;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.sandbox.Sandbox;
import io.balena.releaseupdate.sandbox.SandboxOptions;
import io.balena.releaseupdate.settings.Network;
import io.balena.releaseupdate.settings.Session;
import io.balena.releaseupdate.settings.Settings;
import io.balena.releaseupdate.settings.TokenSources;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.util.Map;

/** From options, environment and files to balena, or to a sandbox in its place. */
@Singleton
class CloudAccess {

    private final Instance<Vertx> vertx;
    private final Surroundings surroundings;
    private BalenaCloud cloud;
    private Sandbox sandbox;

    @Inject
    CloudAccess(Instance<Vertx> vertx) {
        this(vertx, Surroundings.ofThisProcess());
    }

    CloudAccess(Instance<Vertx> vertx, Surroundings surroundings) {
        this.vertx = vertx;
        this.surroundings = surroundings;
    }

    /** What was opened last: beans that need balena can be had from then on. */
    @Produces
    @Singleton
    BalenaCloud cloud() {
        if (cloud == null) {
            throw new IllegalStateException("balena was not opened yet");
        }
        return cloud;
    }

    /**
     * Opens the connection that the options ask for; nothing is sent yet.
     *
     * @param deadline until when to wait for a token that comes from a terminal or a pipe
     */
    void open(ConnectionOptions options, Messages messages, Deadline deadline) {
        if (options.sandbox()) {
            sandbox = startSandbox(options.sandboxOptions());
            Credentials credentials = Credentials.of(sandbox.token(), "the sandbox");
            cloud = connection(sandbox.url(), sandbox.url(), Network.DIRECT, credentials, messages)
                    .open();
            return;
        }
        Map<String, String> environment = surroundings.environment();
        Settings settings = Settings.read(options.overrides(), environment, surroundings.home());
        Network network = new Network(settings.proxies(), options.authorities(environment, messages::warn));
        Session session = Session.open(
                new TokenSources(options.tokenFile(), environment, settings.dataDirectory(), surroundings.stdin()),
                Clock.systemUTC(),
                messages::warn,
                deadline);
        Credentials credentials = Credentials.of(
                session, (old, until) -> connection(settings, network, Credentials.ofOld(old, session), messages)
                        .refreshedToken(until));
        cloud = connection(settings, network, credentials, messages).open();
    }

    boolean stdoutIsTerminal() {
        return surroundings.stdoutIsTerminal();
    }

    Map<String, String> environment() {
        return surroundings.environment();
    }

    /** Ends the sandbox that stood in for balena, if there is one. */
    void close() {
        if (sandbox != null) {
            sandbox.close();
        }
    }

    /** @throws BalenaException.Usage where it can't be had as asked for */
    Sandbox startSandbox(SandboxOptions options) {
        try {
            return Sandbox.start(vertx.get(), options);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new BalenaException.Usage("Can't start the sandbox: " + e.getMessage() + ".");
        }
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
                messages.requestLog());
    }
}
