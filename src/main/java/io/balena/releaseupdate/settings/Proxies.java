package io.balena.releaseupdate.settings;

import io.balena.releaseupdate.model.Quoted;
import io.balena.releaseupdate.text.Printable;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which proxy leads to which server, decided as balena's command line tool does it: its own setting {@code proxy}
 * ({@code BALENARC_PROXY}, {@code ~/.balenarc.yml}) counts for every server; without it {@code https_proxy} and then
 * {@code http_proxy} for https, {@code http_proxy} for http, each in lower case before upper case. Its setting
 * {@code noProxy} says what is reached directly, without it {@code no_proxy} (which that tool does not read), without
 * that private networks are. This machine itself never is behind a proxy.
 */
public final class Proxies {

    /** None at all. */
    public static final Proxies NONE = new Proxies(Optional.empty(), Optional.empty(), NoProxy.DEFAULT, "");

    private final Optional<Setting> forHttps;
    private final Optional<Setting> forHttp;
    private final NoProxy noProxy;
    private final String noProxyOrigin;

    private Proxies(Optional<Setting> forHttps, Optional<Setting> forHttp, NoProxy noProxy, String noProxyOrigin) {
        this.forHttps = forHttps;
        this.forHttp = forHttp;
        this.noProxy = noProxy;
        this.noProxyOrigin = noProxyOrigin;
    }

    /**
     * Finds out what is set; the values are looked at when they are needed.
     *
     * @param proxy balena's own setting
     * @param noProxy balena's own setting
     */
    static Proxies read(Optional<Setting> proxy, Optional<Setting> noProxy, Map<String, String> environment) {
        Optional<Setting> http = proxy.or(() -> variable(environment, "http_proxy", "HTTP_PROXY"));
        Optional<Setting> https = proxy.or(() -> variable(environment, "https_proxy", "HTTPS_PROXY"))
                .or(() -> http);
        Optional<Setting> direct = noProxy.or(() -> variable(environment, "no_proxy", "NO_PROXY"));
        return new Proxies(
                https,
                http,
                direct.map(setting -> new NoProxy(setting.value())).orElse(NoProxy.DEFAULT),
                direct.map(Setting::origin).orElse(""));
    }

    /**
     * The proxy to a server; empty if it is reached directly.
     *
     * @throws io.balena.releaseupdate.model.BalenaException.Usage if the value that counts is not a proxy's URL
     */
    public Optional<Proxy> to(URI server) {
        return setting(server).filter(proxy -> !noProxy.matches(server)).map(Proxy::parse);
    }

    /**
     * Says which exceptions from the proxy mean nothing, a sentence each; none where there is no proxy to any of the
     * servers.
     */
    public List<String> misunderstood(URI... servers) {
        return Stream.of(servers).allMatch(server -> setting(server).isEmpty())
                ? List.of()
                : noProxy.misunderstood().stream()
                        .map(entry -> "The entry "
                                + (Quoted.mayHoldToken(entry)
                                        ? Quoted.NOT_SHOWN
                                        : Printable.words(entry.replaceFirst("//.*@", "//...@")))
                                + " (from " + noProxyOrigin + ") is not understood, and no server is reached directly"
                                + " for it. Name hosts and networks: example.com, 10.0.0.0/8.")
                        .toList();
    }

    private Optional<Setting> setting(URI server) {
        // This machine is excepted for the token's sake too: plain http is for it, and a proxy would be another one.
        return (server.getScheme().equals("https") ? forHttps : forHttp)
                .filter(proxy -> !ServerUrl.isLoopback(ServerUrl.host(server)));
    }

    /** Names where the proxies are set; their URLs may hold passwords. */
    @Override
    public String toString() {
        return "Proxies[https=" + forHttps + ", http=" + forHttp + "]";
    }

    private static Optional<Setting> variable(Map<String, String> environment, String... names) {
        return Stream.of(names)
                .filter(name -> !environment.getOrDefault(name, "").isEmpty())
                .findFirst()
                .map(name -> new Setting("proxy", environment.get(name), name));
    }
}
