package io.balena.releaseupdate.cloud;

import io.balena.releaseupdate.model.BalenaException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where balena is, and where the balena CLI keeps its session. Read from flags, then {@code BALENARC_*} variables, then
 * {@code ~/.balenarc.yml}, as the balena CLI does; never from files of the working directory.
 *
 * @param apiUrl the API, without a final slash
 * @param deltaUrl the delta server, without a final slash
 * @param dataDirectory the folder of the balena CLI's session; empty where there is no home folder
 */
public record Settings(URI apiUrl, URI deltaUrl, Optional<Path> dataDirectory) {

    private static final String DEFAULT_BALENA_URL = "balena-cloud.com";
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?");
    private static final Pattern LOOPBACK_IPV4 = Pattern.compile("127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}");
    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "[::1]", "[0:0:0:0:0:0:0:1]");

    /**
     * Reads the settings.
     *
     * @param apiUrl the flag that overrides the API's URL
     * @param deltaUrl the flag that overrides the delta server's URL
     * @param environment the process's variables
     * @param home the user's home folder; empty where there is none
     * @throws BalenaException.Usage where a setting can't be right, naming it and where it stands
     */
    public static Settings read(
            Optional<String> apiUrl, Optional<String> deltaUrl, Map<String, String> environment, Optional<Path> home) {
        var sources = new SettingSources(environment, home);
        String balenaUrl = sources.find("balenaUrl").map(Settings::host).orElse(DEFAULT_BALENA_URL);
        return new Settings(
                url(apiUrl, "--api-url", sources.find("apiUrl"), "https://api." + balenaUrl),
                url(deltaUrl, "--delta-url", sources.find("deltaUrl"), "https://delta." + balenaUrl),
                dataDirectory(sources, home));
    }

    private static Optional<Path> dataDirectory(SettingSources sources, Optional<Path> home) {
        Optional<SettingSources.Setting> setting = sources.find("dataDirectory");
        if (setting.isEmpty()) {
            return home.map(folder -> folder.resolve(".balena"));
        }
        String value = setting.get().value();
        try {
            if (value.equals("~") || value.startsWith("~/")) {
                return home.map(folder -> folder.resolve(value.substring(Math.min(2, value.length()))));
            }
            Path path = Path.of(value);
            return Optional.of(setting.get().isFromFile() ? home.orElseThrow().resolve(path) : path);
        } catch (InvalidPathException e) {
            throw bad(setting.get(), "is not a path");
        }
    }

    private static String host(SettingSources.Setting setting) {
        if (!HOST.matcher(setting.value()).matches()) {
            throw bad(setting, "is not a host name, as in " + DEFAULT_BALENA_URL);
        }
        return setting.value();
    }

    private static URI url(
            Optional<String> flag, String flagName, Optional<SettingSources.Setting> setting, String fallback) {
        return flag.map(value -> new SettingSources.Setting(flagName, value, false))
                .or(() -> setting)
                .map(Settings::url)
                .orElseGet(() -> URI.create(fallback));
    }

    private static URI url(SettingSources.Setting setting) {
        URI url;
        try {
            url = new URI(setting.value());
        } catch (URISyntaxException e) {
            throw bad(setting, "is not a URL");
        }
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (url.getHost() == null || !Set.of("http", "https").contains(scheme)) {
            throw bad(setting, "is not an http or https URL");
        }
        if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
            throw bad(setting, "must not have a user, a query or a fragment");
        }
        if (scheme.equals("http") && !isLoopback(url.getHost())) {
            throw bad(setting, "would send the token unencrypted; use https");
        }
        String text = setting.value();
        return URI.create(text.endsWith("/") ? text.replaceAll("/+$", "") : text);
    }

    private static boolean isLoopback(String host) {
        return LOOPBACK_IPV4.matcher(host).matches() || LOOPBACK_NAMES.contains(host.toLowerCase(Locale.ROOT));
    }

    private static BalenaException.Usage bad(SettingSources.Setting setting, String complaint) {
        return new BalenaException.Usage("Invalid value of " + setting.name() + ": '"
                + BalenaException.shown(setting.value()) + "' " + complaint + ".");
    }
}
