package io.balena.releaseupdate;

import io.balena.releaseupdate.cloud.BalenaCloud;
import io.balena.releaseupdate.cloud.Connection;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.settings.Session;
import io.balena.releaseupdate.settings.Settings;
import io.balena.releaseupdate.settings.TokenSources;
import io.balena.releaseupdate.settings.trust.Authorities;
import io.balena.releaseupdate.settings.trust.Network;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The default {@link BalenaCloud} of an application that uses this library. It is configured by properties, then by the
 * same settings as the command: {@code BALENARC_*} and {@code BALENA_API_KEY}, {@code ~/.balenarc.yml}, the balena
 * CLI's session.
 */
@Dependent
class DefaultBalenaCloud {

    private static final Logger LOG = Logger.getLogger("io.balena.releaseupdate");

    /**
     * Does not connect yet; the first request does.
     *
     * @param apiUrl URL of balena's API
     * @param deltaUrl URL of the delta server
     * @param token an API key or a session's token
     * @throws BalenaException if there is no token, or a setting is invalid
     */
    @Produces
    @DefaultBean
    @Singleton
    BalenaCloud cloud(
            @ConfigProperty(name = "balena-release-update.api-url") Optional<String> apiUrl,
            @ConfigProperty(name = "balena-release-update.delta-url") Optional<String> deltaUrl,
            @ConfigProperty(name = "balena-release-update.token") Optional<String> token) {
        Map<String, String> environment = System.getenv();
        Settings settings = Settings.read(
                new Settings.Overrides(apiUrl, deltaUrl, false), environment, System.getProperty("user.home"));
        Network network = new Network(settings.proxies(), Authorities.read(Optional.empty(), environment, LOG::warn));
        Connection connection =
                Connection.to(settings.apiUrl(), settings.deltaUrl(), network, BuildInfo.CLIENT, LOG::warn, LOG::debug);
        return token.map(given -> connection.open(given, "balena-release-update.token"))
                .orElseGet(() -> connection.open(session(settings, environment)));
    }

    private static Session session(Settings settings, Map<String, String> environment) {
        TokenSources sources = new TokenSources(Optional.empty(), environment, settings.dataDirectory(), System.in);
        return Session.open(sources, Clock.systemUTC(), LOG::warn, Deadline.never());
    }
}
