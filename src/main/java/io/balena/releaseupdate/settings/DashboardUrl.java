package io.balena.releaseupdate.settings;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** Where people look at their fleets. */
final class DashboardUrl {

    /** The balenas that have one. openBalena has none of its own, and those that others made have other paths. */
    private static final Set<String> OF_BALENA =
            Set.of("https://api.balena-cloud.com", "https://api.balena-staging.com");

    private DashboardUrl() {}

    /**
     * The dashboard that the user names, or else the one that belongs to the API.
     *
     * @throws io.balena.releaseupdate.model.BalenaException.Usage if the user's is no http(s) URL
     */
    static Optional<URI> of(Optional<Setting> named, URI apiUrl) {
        // No token goes there, so http will do.
        return named.map(setting -> ServerUrl.parse(setting, true)).or(() -> Optional.of(apiUrl.toString())
                .filter(OF_BALENA::contains)
                .map(url -> URI.create(url.replaceFirst("//api\\.", "//dashboard."))));
    }
}
