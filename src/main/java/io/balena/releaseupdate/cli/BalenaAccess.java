package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.BuildInfo;
import io.balena.releaseupdate.cli.option.ConnectionOptions;
import io.balena.releaseupdate.cli.process.Hyperlinks;
import io.balena.releaseupdate.cli.process.ProcessEnvironment;
import io.balena.releaseupdate.cli.stderr.ColorMode;
import io.balena.releaseupdate.cli.stderr.Messages;
import io.balena.releaseupdate.cloud.Connection;
import io.balena.releaseupdate.cloud.Timeouts;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.WaitClock;
import io.balena.releaseupdate.output.progress.Terminal;
import io.balena.releaseupdate.sandbox.Sandbox;
import io.balena.releaseupdate.sandbox.SandboxOptions;
import io.balena.releaseupdate.settings.Session;
import io.balena.releaseupdate.settings.Settings;
import io.balena.releaseupdate.settings.TokenSources;
import io.balena.releaseupdate.settings.trust.Network;
import io.balena.releaseupdate.text.TextStyle;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** From options, environment and files to balena, or to a sandbox in its place. */
@Singleton
class BalenaAccess {

    private final Instance<Vertx> vertx;
    private final ProcessEnvironment process;
    private final Supplier<WaitClock> clocks;
    private final Timeouts timeouts;

    @Inject
    BalenaAccess(Instance<Vertx> vertx) {
        this(vertx, ProcessEnvironment.ofThisProcess(), WaitClock::system, Timeouts.DEFAULT);
    }

    /**
     * Opens it for commands that wait otherwise, as tests do.
     *
     * @param clocks measure the waiting of commands
     * @param timeouts of requests
     */
    BalenaAccess(Instance<Vertx> vertx, ProcessEnvironment process, Supplier<WaitClock> clocks, Timeouts timeouts) {
        this.vertx = vertx;
        this.process = process;
        this.clocks = clocks;
        this.timeouts = timeouts;
    }

    /**
     * Opens balena as the options say; nothing is sent yet.
     *
     * @param deadline until when to wait for a token that comes from a terminal or a pipe
     * @throws BalenaException if there is no token, or a setting can't be right
     */
    Balena open(ConnectionOptions options, Messages messages, Deadline deadline) {
        if (options.sandbox()) {
            Sandbox sandbox = startSandbox(options.sandboxOptions());
            Connection connection = connection(sandbox.url(), sandbox.url(), Network.DIRECT, messages);
            return new Balena(
                    connection.open(sandbox.token(), "the sandbox"), clocks, Optional.empty(), sandbox::close);
        }
        Map<String, String> environment = process.environment();
        Settings settings = Settings.read(options.overrides(), environment, process.home());
        Network network = new Network(settings.proxies(), options.authorities(environment, messages::warn));
        Session session = Session.open(
                new TokenSources(options.tokenFile(), environment, settings.dataDirectory(), process.stdin()),
                Clock.systemUTC(),
                messages::warn,
                deadline);
        Connection connection = connection(settings.apiUrl(), settings.deltaUrl(), network, messages);
        return new Balena(connection.open(session), clocks, settings.dashboardUrl(), () -> {});
    }

    /** The terminal, file or pipe that the result goes to. */
    Terminal stdout() {
        return process.stdout();
    }

    /** Colors and links of tables. */
    TextStyle style(ColorMode color) {
        Terminal stdout = process.stdout();
        int columns = stdout.columns().getAsInt();
        return new TextStyle(
                columns > 0 ? columns : TextStyle.UNLIMITED,
                color.colors(stdout, process.environment()),
                Hyperlinks.areTaken(stdout, process.environment()));
    }

    /** @throws BalenaException.Usage if it can't be started like that */
    Sandbox startSandbox(SandboxOptions options) {
        try {
            return Sandbox.start(vertx.get(), options);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new BalenaException.Usage("Can't start the sandbox: " + e.getMessage() + ".");
        }
    }

    private Connection connection(URI apiUrl, URI deltaUrl, Network network, Messages messages) {
        return new Connection(
                apiUrl, deltaUrl, network, BuildInfo.CLIENT, timeouts, messages::warn, messages.requestLog());
    }
}
