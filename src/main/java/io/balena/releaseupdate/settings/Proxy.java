package io.balena.releaseupdate.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An HTTP proxy.
 *
 * @param host the host name or address, IPv6 without brackets
 * @param login the credentials; empty if the proxy requires none
 * @param origin the variable or file that configures it, for messages
 */
public record Proxy(String host, int port, Optional<Login> login, String origin) {

    private static final int DEFAULT_PORT = 80;
    private static final int LARGEST_PORT = 65_535;
    /** Names may contain underscores, as those of containers do. */
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9._-]+))(?::([0-9]{0,5}))?");

    private static final String ENCODE = "must end with the proxy's port. Percent-encode special characters of user and"
            + " password: # is %23, / is %2F, ? is %3F";

    /** A user and a password, which may be empty. */
    public record Login(String user, String password) {
        /** Does not show the credentials. */
        @Override
        public String toString() {
            return "[login]";
        }
    }

    /**
     * Parses {@code http://user:password@host:port}; only the host is required.
     *
     * @throws io.balena.releaseupdate.model.BalenaException.Usage if it is invalid; the message names the setting
     *     without its value
     */
    static Proxy parse(Setting setting) {
        String value = setting.value().strip();
        URI url;
        try {
            url = new URI(value.contains("://") ? value : "http://" + value);
        } catch (URISyntaxException e) {
            throw setting.wrong("is not a URL. Write http://host:port or http://user:password@host:port, and special"
                    + " characters of user and password percent-encoded");
        }
        if (!"http".equalsIgnoreCase(url.getScheme())) {
            throw setting.wrong("must start with http://: other kinds of proxies are not supported");
        }
        String authority = url.getRawAuthority() == null ? "" : url.getRawAuthority();
        int at = authority.lastIndexOf('@');
        Matcher address = HOST_AND_PORT.matcher(authority.substring(at + 1));
        if (!address.matches() && authority.length() < value.lastIndexOf('@')) {
            throw setting.wrong(ENCODE);
        }
        // A lone token would parse as a host, and hosts are shown.
        if (!address.matches() || ServerUrl.mayBeToken(authority.substring(at + 1))) {
            throw setting.wrong("must name a host and its port, like http://proxy.example.com:3128");
        }
        if (!url.getRawPath().matches("/?") || url.getRawQuery() != null || url.getRawFragment() != null) {
            throw setting.wrong(
                    value.contains("@")
                            ? ENCODE
                            : "must end with the proxy's port, like http://proxy.example.com:3128");
        }
        return new Proxy(
                address.group(1) == null ? address.group(2) : address.group(1),
                port(setting, address.group(3)),
                at < 0 ? Optional.empty() : login(authority.substring(0, at)),
                setting.origin());
    }

    private static int port(Setting setting, String digits) {
        if (digits == null || digits.isEmpty()) {
            return DEFAULT_PORT;
        }
        int port = Integer.parseInt(digits);
        if (port == 0 || port > LARGEST_PORT) {
            throw setting.wrong("has a port that does not exist");
        }
        return port;
    }

    private static Optional<Login> login(String userInfo) {
        int colon = userInfo.indexOf(':');
        String user = colon < 0 ? userInfo : userInfo.substring(0, colon);
        String password = colon < 0 ? "" : userInfo.substring(colon + 1);
        return userInfo.isEmpty() ? Optional.empty() : Optional.of(new Login(decode(user), decode(password)));
    }

    /** In this part of a URL, a plus is a literal plus. */
    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Only host and port. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
