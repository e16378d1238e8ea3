package io.balena.releaseupdate.settings;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** The URL of balena's dashboard. */
final class DashboardUrl {

    /**
     * balena's own servers, which have a dashboard. openBalena has none, and third-party dashboards use other paths.
     */
    private static final Set<String> OF_BALENA =
            Set.of("https://api.balena-cloud.com", "https://api.balena-staging.com");

    private DashboardUrl() {}

    /**
     * The dashboard that the user configured, else the one that belongs to the API; empty if there is none.
     *
     * @throws io.balena.releaseupdate.model.BalenaException.Usage if the configured one is no http(s) URL
     */
    static Optional<URI> of(Optional<Setting> named, URI apiUrl) {
        // No token is sent there, so http is fine.
        return named.map(setting -> ServerUrl.parse(setting, true)).or(() -> Optional.of(apiUrl.toString())
                .filter(OF_BALENA::contains)
                .map(url -> URI.create(url.replaceFirst("//api\\.", "//dashboard."))));
    }
}
