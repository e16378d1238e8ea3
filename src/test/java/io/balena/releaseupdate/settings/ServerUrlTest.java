package io.balena.releaseupdate.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.model.BalenaException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerUrlTest {

    @ParameterizedTest
    @CsvSource({
        "https://api.example.com         , https://api.example.com",
        "https://api.example.com/        , https://api.example.com",
        "https://api.example.com///      , https://api.example.com",
        "https://api.example.com/balena/ , https://api.example.com/balena",
        "https://api.example.com:8443/a/b, https://api.example.com:8443/a/b",
        "https://api.example.com:        , https://api.example.com",
        "HTTPS://API.Example.COM/Path    , https://api.example.com/Path",
        "' https://api.example.com\n'    , https://api.example.com",
        "https://10.0.0.1                , https://10.0.0.1",
        "https://[2001:db8::1]:8443      , https://[2001:db8::1]:8443",
        "https://api.example.com/ä       , https://api.example.com/%C3%A4",
        "http://localhost:8080           , http://localhost:8080",
        "http://LocalHost                , http://localhost",
        "http://127.0.0.1:8080           , http://127.0.0.1:8080",
        "http://127.255.1.2              , http://127.255.1.2",
        "http://[::1]:8080               , http://[::1]:8080",
        "http://[0:0:0:0:0:0:0:1]        , http://[0:0:0:0:0:0:0:1]",
    })
    void urlsOfServers(String value, URI expected) {
        assertEquals(expected, ServerUrl.parse(setting(value), false));
    }

    @ParameterizedTest
    @CsvSource({
        "''                          , must start with https",
        "api.example.com             , must start with https",
        "//api.example.com           , must start with https",
        "/path                       , must start with https",
        "ftp://api.example.com       , must start with https",
        "file:///etc/passwd          , must start with https",
        "javascript:alert(1)         , must start with https",
        "localhost:8080              , must start with https",
        "https://                    , is not a URL",
        "https:// api.example.com    , is not a URL",
        "'https://a.io/x\r\nHost: b' , is not a URL",
        "https://a.io\\@evil.io      , is not a URL",
        "https://[::1                , is not a URL",
        "https:api.example.com       , must name a host",
        "https:///path               , must name a host",
        "https://:8080               , must name a host",
        "https://a..b.example.com     , must name a host",
        "https://api%2eexample.com   , must name a host",
        "https://exämple.com         , must name a host",
        "https://api.example.com:99999999999, must name a host",
        "https://api.example.com:65536, port",
        "https://api.example.com:0   , port",
        "https://user@api.example.com, user name or a password",
        "https://user:pw@a.io        , user name or a password",
        "https://@a.io               , user name or a password",
        "https://user@               , user name or a password",
        "https://api.example.com?    , without ? or #",
        "https://api.example.com/?a=b, without ? or #",
        "https://api.example.com/#   , without ? or #",
        "https://api.example.com#a   , without ? or #",
    })
    void whatIsNoUrlOfAServerIsRefused(String value, String problem) {
        assertTrue(refused(value).contains(problem), refused(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://api.example.com",
                "http://localhost.example.com",
                "http://localhost.",
                "http://127.0.0.1.example.com",
                "http://127.example.com",
                "http://128.0.0.1",
                "http://0.0.0.0",
                "http://10.0.0.1",
                "http://192.168.1.1",
                "http://[::]",
                "http://[::2]",
                "http://[fe80::1]",
                "http://0127.0.0.1",
                "http://127.0.0.01",
                "http://2130706433",
                "http://127x0x0x1",
            })
    void plainHttpIsForTheLoopbackInterfaceOnly(String value) {
        assertTrue(refused(value).contains("readable on the network"), refused(value));
        assertEquals(URI.create(value), ServerUrl.parse(setting(value), true), "where the user allows it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.1", "http://127.0.0.256", "http://0x7f.0.0.1"})
    void unusualSpellingsOfAddressesAreNoHosts(String value) {
        assertTrue(refused(value).contains("must name a host"), refused(value));
    }

    @Test
    void theMessageNamesTheSettingButNotItsValue() {
        String message = refused("https://user:hunter2@api.example.com");

        assertTrue(message.contains("apiUrl (from BALENARC_API_URL)"), message);
        assertFalse(message.contains("hunter2"), message);
        assertFalse(setting("hunter2").toString().contains("hunter2"));
    }

    private static Setting setting(String value) {
        return new Setting("apiUrl", value, "BALENARC_API_URL");
    }

    private static String refused(String value) {
        return assertThrows(BalenaException.Usage.class, () -> ServerUrl.parse(setting(value), false))
                .getMessage();
    }

    /** Of containers. */
    @ParameterizedTest
    @CsvSource({
        "https://balena_api          , https://balena_api          , balena_api      , 443",
        "https://Balena_API:8443/v1/ , https://balena_api:8443/v1  , balena_api      , 8443",
        "https://a_b.example.com:     , https://a_b.example.com     , a_b.example.com , 443",
        "https://[fd00::1]:8443      , https://[fd00::1]:8443      , [fd00::1]       , 8443",
    })
    void aHostMayHaveAnUnderscore(String given, String url, String host, int port) {
        URI parsed = ServerUrl.parse(new Setting("apiUrl", given, "--api-url"), false);

        assertEquals(url, parsed.toString());
        assertEquals(host, ServerUrl.host(parsed));
        assertEquals(port, ServerUrl.port(parsed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://a_b:0", "https://a_b:99999", "https://_:x", "https://u@a_b", "http://local_host"})
    void anUnderscoreIsNoWayAroundTheOtherRules(String url) {
        Setting setting = new Setting("apiUrl", url, "--api-url");

        assertThrows(BalenaException.Usage.class, () -> ServerUrl.parse(setting, false));
    }
}
