package io.balena.releaseupdate.settings;

import io.balena.releaseupdate.model.Quoted;
import io.balena.releaseupdate.text.Printable;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Selects the proxy for each server by the balena CLI's rules: its own setting {@code proxy} ({@code BALENARC_PROXY},
 * {@code ~/.balenarc.yml}) applies to every server; without it {@code https_proxy} and then {@code http_proxy} for
 * https, {@code http_proxy} for http, each in lower case before upper case. Its setting {@code noProxy} lists the
 * servers that bypass it, else {@code no_proxy} (which the CLI does not read), else private networks do. This machine
 * itself is never reached through a proxy.
 */
public final class Proxies {

    /** No proxy at all. */
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
     * Collects the settings; their values are parsed when needed.
     *
     * @param proxy balena's own setting
     * @param noProxy balena's own setting of exceptions
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
     * @throws io.balena.releaseupdate.model.BalenaException.Usage if the value that applies is no proxy URL
     */
    public Optional<Proxy> to(URI server) {
        return setting(server).filter(proxy -> !noProxy.matches(server)).map(Proxy::parse);
    }

    /** Warnings about proxy exceptions that match nothing, a sentence each; empty if no server has a proxy. */
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
        // This machine also bypasses the proxy to protect the token: it allows plain http, which a proxy could read.
        return (server.getScheme().equals("https") ? forHttps : forHttp)
                .filter(proxy -> !ServerUrl.isLoopback(ServerUrl.host(server)));
    }

    /** Shows where the proxies are set, not their URLs, which may contain passwords. */
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
