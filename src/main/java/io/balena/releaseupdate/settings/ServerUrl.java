package io.balena.releaseupdate.settings;

import io.balena.releaseupdate.model.Quoted;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks URLs of servers that receive the token. */
public final class ServerUrl {

    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "[::1]", "[0:0:0:0:0:0:0:1]");

    private static final Pattern UNDERSCORED = Pattern.compile("((?=[^:]*_)[A-Za-z0-9._-]+)(?::([0-9]{1,5})?)?");

    private ServerUrl() {}

    /**
     * Parses the URL, and removes trailing slashes to allow appending paths.
     *
     * @param allowHttp whether the token may be sent unencrypted
     * @throws io.balena.releaseupdate.model.BalenaException.Usage if it is no http(s) URL of a host and perhaps a path,
     *     or would send the token unencrypted over a network
     */
    static URI parse(Setting setting, boolean allowHttp) {
        URI url = syntaxOf(setting);
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw setting.wrong("must start with https://");
        }
        // Checked before the host: a URL like https://user@ has a user but no host, and this message explains it
        // better.
        if (url.getRawAuthority() != null && url.getRawAuthority().contains("@")) {
            throw setting.wrong("must not hold a user name or a password; the session token is used to log in");
        }
        if (host(url) == null || mayBeToken(host(url))) {
            throw setting.wrong("must name a host, like https://api.balena-cloud.com");
        }
        if (port(url) == 0 || port(url) > 65535) {
            throw setting.wrong("has a port that does not exist");
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            throw setting.wrong("must end with its host or path, without ? or #");
        }
        if (scheme.equals("http") && !allowHttp && !isLoopback(host(url))) {
            throw setting.wrong("must start with https://, or the token would be readable on the network; "
                    + "http:// is for localhost only, elsewhere it takes --allow-http");
        }
        String host = host(url).toLowerCase(Locale.ROOT);
        String port = writtenPort(url) < 0 ? "" : ":" + writtenPort(url);
        String path = url.getRawPath().replaceFirst("/+$", "");
        return URI.create(scheme + "://" + host + port + path);
    }

    /** The server {@code subdomain} of {@code balenaUrl}, which is a host with an optional port and no scheme. */
    static URI ofSubdomain(String subdomain, Setting balenaUrl) {
        if (!balenaUrl.value().matches("[A-Za-z0-9._-]+(:[0-9]+)?") || mayBeToken(balenaUrl.value())) {
            throw balenaUrl.wrong("must be a host name like balena-cloud.com, without https:// and path");
        }
        String url = "https://" + subdomain + "." + balenaUrl.value();
        return parse(new Setting(balenaUrl.name(), url, balenaUrl.origin()), false);
    }

    /**
     * The delta server that belongs to an API: {@code delta.} in place of {@code api.}, else the API's own host. A
     * token must never be sent to another installation's server.
     *
     * @param apiUrl as returned by {@link #parse}
     */
    static URI deltaServerOf(URI apiUrl) {
        return URI.create(apiUrl.toString().replaceFirst("^(https?://)api\\.", "$1delta."));
    }

    /** Whether this may be a token instead of a host, since hosts are shown. */
    static boolean mayBeToken(String host) {
        return Quoted.mayHoldToken(host) && (!host.contains(".") || host.startsWith("eyJ"));
    }

    /** The host of a URL, an IPv6 address in brackets; null if there is none. */
    public static String host(URI url) {
        return url.getHost() != null
                ? url.getHost()
                : underscored(url).map(host -> host.group(1)).orElse(null);
    }

    /** The port of a URL, else the default of its scheme. */
    public static int port(URI url) {
        int port = writtenPort(url);
        return port >= 0 ? port : url.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }

    private static int writtenPort(URI url) {
        return url.getHost() != null
                ? url.getPort()
                : underscored(url)
                        .map(host -> host.group(2))
                        .map(Integer::parseInt)
                        .orElse(-1);
    }

    /**
     * Underscores are not allowed in host names by RFC 952, so java.net.URI parses no host; DNS and containers use
     * them.
     */
    private static Optional<MatchResult> underscored(URI url) {
        return Optional.ofNullable(url.getRawAuthority())
                .map(UNDERSCORED::matcher)
                .filter(Matcher::matches)
                .map(Matcher::toMatchResult);
    }

    private static URI syntaxOf(Setting setting) {
        try {
            // java.net.URI accepts non-ASCII letters in a path; servers don't.
            return new URI(new URI(setting.value().strip()).toASCIIString());
        } catch (URISyntaxException e) {
            throw setting.wrong("is not a URL like https://api.balena-cloud.com");
        }
    }

    /**
     * Whether the host is this machine, without a DNS lookup. Leading zeros are rejected: programs disagree on whether
     * 0127.0.0.1 is octal.
     */
    static boolean isLoopback(String host) {
        return LOOPBACK_NAMES.contains(host.toLowerCase(Locale.ROOT)) || host.matches("127(\\.(0|[1-9][0-9]{0,2})){3}");
    }
}
