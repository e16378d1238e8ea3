package io.balena.releaseupdate.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.settings.trust.Authorities;
import io.balena.releaseupdate.settings.trust.Network;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxiesTest {

    private static final URI SERVER = URI.create("https://api.balena-cloud.com");
    private static final URI HTTP_SERVER = URI.create("http://api.balena-cloud.com");

    @ParameterizedTest
    @CsvSource({
        "''                                  ,         ,        ,",
        "https_proxy HTTPS_PROXY http_proxy HTTP_PROXY, setting, setting, setting",
        "https_proxy HTTPS_PROXY http_proxy HTTP_PROXY,        , https_proxy, http_proxy",
        "HTTPS_PROXY http_proxy HTTP_PROXY   ,         , HTTPS_PROXY, http_proxy",
        "http_proxy HTTP_PROXY               ,         , http_proxy, http_proxy",
        "HTTP_PROXY                          ,         , HTTP_PROXY, HTTP_PROXY",
        "HTTPS_PROXY                         ,         , HTTPS_PROXY,",
        "ALL_PROXY all_proxy                 ,         ,        ,",
    })
    void balenasOwnSettingWinsAndThenLowerCase(String variables, String setting, String https, String http) {
        Map<String, String> environment = Arrays.stream(variables.split(" "))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toMap(name -> name, name -> "http://" + name));
        Proxies proxies = Proxies.read(
                Optional.ofNullable(setting).map(name -> new Setting("proxy", "http://" + name, name)),
                Optional.empty(),
                environment);

        assertEquals(Optional.ofNullable(https), proxies.to(SERVER).map(Proxy::host));
        assertEquals(Optional.ofNullable(https), proxies.to(SERVER).map(Proxy::origin));
        assertEquals(Optional.ofNullable(http), proxies.to(HTTP_SERVER).map(Proxy::host));
    }

    @Test
    void anEmptyVariableIsNotSet() {
        Proxies proxies = Proxies.read(
                Optional.empty(), Optional.empty(), Map.of("https_proxy", "", "HTTPS_PROXY", "p", "no_proxy", ""));
        assertEquals(Optional.of("p:80"), proxies.to(SERVER).map(Proxy::toString));
        assertEquals(Optional.empty(), proxies.to(URI.create("https://10.0.0.1")), "the default exceptions");
    }

    @ParameterizedTest
    @CsvSource({
        ",         ,        , true , false",
        ",         , other  , true , true",
        ",         , balena-cloud.com, false, true",
        ", balena-cloud.com, other, false, true",
        "other, balena-cloud.com, balena-cloud.com, true, true",
        "balena-cloud.com, other, other, false, true",
    })
    void balenasOwnExceptionsWinOverNoProxyOverPrivateNetworks(
            String setting, String lower, String upper, boolean isCloudProxied, boolean isPrivateProxied) {
        Map<String, String> environment = Map.of(
                "HTTPS_PROXY", "proxy",
                "no_proxy", lower == null ? "" : lower,
                "NO_PROXY", upper == null ? "" : upper);
        Proxies proxies = Proxies.read(
                Optional.empty(),
                Optional.ofNullable(setting).map(hosts -> new Setting("noProxy", hosts, "BALENARC_NO_PROXY")),
                environment);

        assertEquals(isCloudProxied, proxies.to(SERVER).isPresent());
        assertEquals(
                isPrivateProxied, proxies.to(URI.create("https://192.168.1.1")).isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://localhost", "http://127.0.0.1:8080", "http://127.1.2.3", "https://[::1]:8443"})
    void thisMachineIsNotBehindAProxy(URI server) {
        Proxies proxies = Proxies.read(
                Optional.empty(), Optional.empty(), Map.of("HTTP_PROXY", "proxy", "NO_PROXY", "example.com"));
        assertEquals(Optional.empty(), proxies.to(server));
    }

    @ParameterizedTest
    @CsvSource({
        "http://proxy.example.com:3128      , proxy.example.com:3128, , ",
        "http://proxy.example.com:3128/     , proxy.example.com:3128, , ",
        "HTTP://proxy                       , proxy:80              , , ",
        "' proxy:3128 '                     , proxy:3128            , , ",
        "http://my_proxy:3128               , my_proxy:3128         , , ",
        "http://10.0.0.1:3128               , 10.0.0.1:3128         , , ",
        "http://[fd00::1]:3128              , [fd00::1]:3128        , , ",
        "http://bob:secret@proxy:3128       , proxy:3128            , bob, secret",
        "bob:secret@proxy:3128              , proxy:3128            , bob, secret",
        "http://bob@proxy                   , proxy:80              , bob, ''",
        "http://bob:@proxy                  , proxy:80              , bob, ''",
        "http://b%40b:s%3A%2F%20+%C3%A4@proxy, proxy:80             , b@b, 's:/ +ä'",
        "http://bob:se:cr@et@proxy          , proxy:80              , bob, se:cr@et",
        "http://@proxy                      , proxy:80              , , ",
    })
    void urlsOfProxies(String value, String address, String user, String password) {
        Proxy proxy = Proxy.parse(setting(value));
        assertEquals(address, proxy.toString());
        assertEquals(Optional.ofNullable(user).map(name -> new Proxy.Login(name, password)), proxy.login());
    }

    /** It would be a host name, which is shown. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sEcrEt0123456789abcdefghijklmnop",
                "http://sEcrEt0123456789abcdefghijklmnop",
                "eyJhbGciOiJIUzI1NiJ9.eyJpZCI6MX0.c2lnbmF0dXJlLW9mLXRoaXM_x-y"
            })
    void aTokenIsNoProxy(String token) {
        String message = assertThrows(BalenaException.Usage.class, () -> Proxy.parse(setting(token)))
                .getMessage();
        assertTrue(message.startsWith("The setting proxy (from HTTPS_PROXY) must name a host"), message);
        assertFalse(message.contains(token.substring(token.length() - 12)), message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://bob:secret@proxy:3128",
                "socks5://bob:secret@proxy:3128",
                "://proxy",
                "http://",
                "http://:3128",
                "http://bob:secret@",
                "http://bob:secret@:3128",
                "http://proxy:0",
                "http://proxy:65536",
                "http://proxy:999999",
                "http://proxy:many",
                "http://proxy:-1",
                "http://bob:secret#@proxy",
                "http://bob:secret/@proxy",
                "http://bob:secret?@proxy",
                "http://bob:secret%@proxy",
                "http://bob:secret @proxy",
                "http://proxy:3128/path",
                "http://proxy example",
                "http://pröxy:3128",
                "http://[fd00::1:3128",
                "http://proxy\nHost: evil",
                "   ",
            })
    void whatIsNoProxyIsNamedAndNotShown(String value) {
        String message = assertThrows(BalenaException.Usage.class, () -> Proxy.parse(setting(value)))
                .getMessage();
        assertTrue(message.startsWith("The setting proxy (from HTTPS_PROXY) "), message);
        assertFalse(message.contains("secret"), message);
        assertFalse(message.contains("bob"), message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://bob:secret#x@proxy:3128",
                "http://bob:secret?x@proxy:3128",
                "http://bob:secret/x@proxy:3128",
                "http://bob:12#x@proxy:3128",
                "http://bob:#?/@proxy:3128",
                "bob:secret/@proxy",
            })
    void specialCharactersOfAPasswordAreToBePercentEncoded(String value) {
        String message = assertThrows(BalenaException.Usage.class, () -> Proxy.parse(setting(value)))
                .getMessage();
        assertTrue(message.contains("Percent-encode special characters"), message);
        assertFalse(message.contains("secret"), message);
    }

    @Test
    void exceptionsThatMeanNothingAreNamedWhereThereIsAProxy() {
        Map<String, String> environment =
                Map.of("HTTPS_PROXY", "proxy", "NO_PROXY", "http://bob:secret@api.balena.test,10.99.0.,example.com");
        Proxies proxies = Proxies.read(Optional.empty(), Optional.empty(), environment);

        List<String> warnings = proxies.misunderstood(SERVER, SERVER);

        assertEquals(2, warnings.size(), warnings.toString());
        assertTrue(
                warnings.get(0).startsWith("The entry http://...@api.balena.test (from NO_PROXY) is not understood"));
        assertTrue(warnings.get(1).startsWith("The entry 10.99.0. (from NO_PROXY) is not understood"));
        assertEquals(List.of(), proxies.misunderstood(HTTP_SERVER), "there is no proxy for it");
        assertEquals(List.of(), proxies.misunderstood(URI.create("https://localhost")));
        assertEquals(List.of(), Proxies.NONE.misunderstood(SERVER));
    }

    @Test
    void aWrongProxyMattersOnlyWhereItIsUsed() {
        Proxies proxies = Proxies.read(
                Optional.empty(), Optional.empty(), Map.of("HTTPS_PROXY", "ftp://x", "NO_PROXY", "balena-cloud.com"));
        assertEquals(Optional.empty(), proxies.to(SERVER));
        assertThrows(BalenaException.Usage.class, () -> proxies.to(URI.create("https://example.com")));
    }

    @Test
    void noTextFormShowsTheLogin() {
        Proxies proxies =
                Proxies.read(Optional.empty(), Optional.empty(), Map.of("HTTPS_PROXY", "http://bob:secret@proxy"));
        Proxy proxy = proxies.to(SERVER).orElseThrow();
        String all = proxies + " " + proxy + " " + proxy.login() + " " + new Network(proxies, Authorities.BUILT_IN);
        assertFalse(all.contains("secret") || all.contains("bob"), all);
    }

    private static Setting setting(String value) {
        return new Setting("proxy", value, "HTTPS_PROXY");
    }
}
