package io.balena.releaseupdate.settings;

import io.balena.releaseupdate.model.BalenaException;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The URLs of balena's servers and the location of the CLI's session, configured like balena's own tools: a flag
 * overrides a {@code BALENARC_*} variable, that overrides {@code ~/.balenarc.yml}, and that overrides the default.
 * Files in the working directory are never read: a build server runs in untrusted checkouts.
 *
 * @param apiUrl absolute, without a slash at the end; https, or http on the loopback interface, or if the user allows
 *     it
 * @param deltaUrl like {@code apiUrl}
 * @param dashboardUrl balena's dashboard, like {@code apiUrl}, but http or https; empty if there is none, as for
 *     openBalena, unless the user configures one
 * @param dataDirectory absolute; the balena CLI's session is its file {@code token}. Empty if it would be in the home
 *     folder and there is none, as in some containers
 * @param proxies not validated yet: an invalid one matters only if it is used
 */
public record Settings(
        URI apiUrl, URI deltaUrl, Optional<URI> dashboardUrl, Optional<Path> dataDirectory, Proxies proxies) {

    private static final Setting DEFAULT_BALENA_URL = new Setting("balenaUrl", "balena-cloud.com", "the default");

    /**
     * The values of flags; empty if a flag was not given.
     *
     * @param allowHttp whether the token may be sent unencrypted over a network
     */
    public record Overrides(Optional<String> apiUrl, Optional<String> deltaUrl, boolean allowHttp) {
        /** No flag given. */
        public static final Overrides NONE = new Overrides(Optional.empty(), Optional.empty(), false);
    }

    /**
     * Reads the settings file, if there is one.
     *
     * @param userHome the home folder if the variable {@code HOME} is not set; null if unknown
     * @throws BalenaException.Usage if a setting or the file is invalid
     */
    public static Settings read(Overrides overrides, Map<String, String> environment, String userHome) {
        Optional<Path> home = home(environment, userHome);
        Map<String, Setting> variables = EnvironmentSettings.read(environment);
        Map<String, Setting> file = home.map(SettingsFile::read).orElse(Map.of());

        Setting balenaUrl =
                first(variables.get("balenaUrl"), file.get("balenaUrl")).orElse(DEFAULT_BALENA_URL);
        Optional<URI> ownApiUrl = overrides
                .apiUrl()
                .map(url -> new Setting("apiUrl", url, "--api-url"))
                .or(() -> first(variables.get("apiUrl"), file.get("apiUrl")))
                .map(url -> ServerUrl.parse(url, overrides.allowHttp()));
        URI apiUrl = ownApiUrl.orElseGet(() -> ServerUrl.ofSubdomain("api", balenaUrl));
        return new Settings(
                apiUrl,
                overrides
                        .deltaUrl()
                        .map(url -> new Setting("deltaUrl", url, "--delta-url"))
                        .or(() -> first(variables.get("deltaUrl"), file.get("deltaUrl")))
                        .map(url -> ServerUrl.parse(url, overrides.allowHttp()))
                        .orElseGet(() -> ownApiUrl
                                .map(ServerUrl::deltaServerOf)
                                .orElseGet(() -> ServerUrl.ofSubdomain("delta", balenaUrl))),
                DashboardUrl.of(first(variables.get("dashboardUrl"), file.get("dashboardUrl")), apiUrl),
                dataDirectory(variables.get("dataDirectory"), file.get("dataDirectory"), home),
                Proxies.read(
                        first(variables.get("proxy"), file.get("proxy")),
                        first(variables.get("noProxy"), file.get("noProxy")),
                        environment));
    }

    private static Optional<Setting> first(Setting variable, Setting inFile) {
        return Optional.ofNullable(variable).or(() -> Optional.ofNullable(inFile));
    }

    /**
     * HOME decides if it is set, even to a missing folder: /nonexistent means no home. A relative one is ignored, since
     * it would be in the working directory. Java reports "?" if it knows no home.
     */
    private static Optional<Path> home(Map<String, String> environment, String userHome) {
        String variable = environment.getOrDefault("HOME", "");
        String home = variable.isEmpty() ? userHome : variable;
        if (home == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Path.of(home)).filter(Path::isAbsolute).filter(Files::isDirectory);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /**
     * A relative path in a variable is relative to the working directory, as in the balena CLI; one in the file, to the
     * home folder.
     */
    private static Optional<Path> dataDirectory(Setting variable, Setting inFile, Optional<Path> home) {
        if (variable != null) {
            return expand(variable, home).map(Path::toAbsolutePath);
        }
        if (inFile != null) {
            return home.flatMap(folder -> expand(inFile, home).map(folder::resolve));
        }
        return home.map(folder -> folder.resolve(SettingsFile.HIDDEN + "balena"));
    }

    private static Optional<Path> expand(Setting directory, Optional<Path> home) {
        String value = directory.value();
        try {
            if (value.equals("~") || value.startsWith("~/") || value.startsWith("~" + File.separator)) {
                // The part after the tilde, without leading separators, which would make it absolute.
                String rest = value.substring(1).replaceFirst("^[/\\\\]+", "");
                return home.map(folder -> folder.resolve(rest));
            }
            if (value.isBlank()) {
                throw directory.wrong("must not be empty");
            }
            return Optional.of(Path.of(value));
        } catch (InvalidPathException e) {
            throw directory.wrong("is not a path that this system can use");
        }
    }
}
