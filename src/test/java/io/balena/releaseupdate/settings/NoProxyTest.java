package io.balena.releaseupdate.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoProxyTest {

    @ParameterizedTest(name = "[{0}] {1}: {2}")
    @CsvSource({
        "*                  , https://api.example.com     , true",
        "example.com        , https://example.com         , true",
        "example.com        , https://api.example.com     , true",
        "EXAMPLE.com        , https://api.example.COM     , true",
        "example.com        , https://notexample.com      , false",
        "example.com        , https://example.com.evil.io , false",
        "api.example.com    , https://example.com         , false",
        ".example.com       , https://api.example.com     , true",
        ".example.com       , https://a.b.example.com     , true",
        ".example.com       , https://example.com         , false",
        "*.example.com      , https://api.example.com     , true",
        "*.example.com      , https://example.com         , false",
        "api*.example.com   , https://api-2.example.com   , true",
        "api*.example.com   , https://delta.example.com   , false",
        "a*b*c              , https://abc                 , true",
        "a*b*c              , https://a-b-c               , true",
        "a*b*c              , https://ac                  , false",
        "ab*ba              , https://aba                 , false",
        "10.*               , https://10.1.2.3            , true",
        "10.*               , https://110.1.2.3           , false",
        "10.1.2.3           , https://10.1.2.3            , true",
        "10.1.2.3           , https://10.1.2.30           , false",
        "2.3                , https://10.1.2.3            , false",
        "10.0.0.0/8         , https://10.255.0.1          , true",
        "10.0.0.0/8         , https://11.0.0.1            , false",
        "10.1.2.0/23        , https://10.1.3.255          , true",
        "10.1.2.0/23        , https://10.1.4.0            , false",
        "10.1.2.3/32        , https://10.1.2.3            , true",
        "0.0.0.0/0          , https://203.0.113.1         , true",
        "0.0.0.0/0          , https://example.com         , false",
        "0.0.0.0/0          , https://[2001:db8::1]       , false",
        "10.0.0.0/33        , https://10.0.0.1            , false",
        "10.0.0.0/          , https://10.0.0.1            , false",
        "10.0.0.0/x         , https://10.0.0.1            , false",
        "fd00::/8           , https://[fd12:3456::1]      , true",
        "fd00::/8           , https://[fe80::1]           , false",
        "[fd00::]/8         , https://[fd12:3456::1]      , true",
        "fd00::1            , https://[fd00:0:0::1]       , true",
        "[fd00::1]          , https://[fd00::1]           , true",
        "[fd00::1]:8443     , https://[fd00::1]:8443      , true",
        "[fd00::1]:8443     , https://[fd00::1]           , false",
        "example.com:443    , https://api.example.com     , true",
        "example.com:443    , https://example.com:8443    , false",
        "example.com:80     , http://example.com          , true",
        "10.0.0.0/8:8443    , https://10.1.2.3:8443       , true",
        "*:8443             , https://example.com:8443    , true",
        "*:8443             , https://example.com         , false",
        "'a.io, example.com', https://example.com         , true",
        "'a.io example.com' , https://example.com         , true",
        "',,'               , https://example.com         , false",
        "/var/run/docker.sock, https://example.com        , false",
        "<local>            , https://example.com         , false",
        "https://example.com, https://example.com         , false",
        "balena.test.       , https://api.balena.test     , true",
        "balena.test.:443   , https://api.balena.test     , true",
        ".balena.test.      , https://api.balena.test     , true",
        "balena.test        , https://api.balena.test.    , true",
        "balena.test/       , https://balena.test         , false",
        "10.99.0.           , https://10.99.0.1           , false",
        ".                  , https://example.com         , false",
    })
    void patterns(String patterns, URI server, boolean isDirect) {
        assertEquals(isDirect, new NoProxy(patterns).matches(server));
    }

    @ParameterizedTest
    @CsvSource({
        "https://balena.local     , true",
        "https://10.0.0.1         , true",
        "https://172.16.0.1       , true",
        "https://172.31.255.255   , true",
        "https://172.32.0.1       , false",
        "https://192.168.1.1      , true",
        "https://api.balena-cloud.com, false",
    })
    void privateNetworksAreReachedDirectlyWhereNobodySaidAnything(URI server, boolean isDirect) {
        assertEquals(isDirect, NoProxy.DEFAULT.matches(server));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com",
                "http://example.com:8080/",
                "example.com/",
                "example.com/path",
                "10.99.0.",
                "10.99",
                "10.99.0.:443",
                "10.0.0.0/33",
                "10.0.0.0/x",
                "10.0.0.0/",
                "10.0.0/8",
                "fd00::/129"
            })
    void namesWhatLooksLikeAHostAndMatchesNothing(String entry) {
        assertEquals(List.of(entry), new NoProxy("example.com, " + entry + ",10.0.0.0/8").misunderstood());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",,",
                "*",
                "*:8443",
                "example.com.",
                "10.*",
                "10.1.2.3",
                "10.1.2.3.",
                "10.0.0.0/8:8443",
                "fd00::1",
                "[fd00::1]:8443",
                "[fd00::]/8",
                "/var/run/docker.sock",
                "<local>"
            })
    void doesNotNameWhatIsUnderstoodOrForOtherPrograms(String entry) {
        assertEquals(List.of(), new NoProxy(entry).misunderstood());
    }

    @Test
    void aPatternOfManyStarsTakesNoTime() {
        NoProxy patterns = new NoProxy("*a".repeat(10_000) + "b");
        URI server = URI.create("https://" + "a".repeat(5_000));
        assertFalse(assertTimeoutPreemptively(Duration.ofSeconds(5), () -> patterns.matches(server)));
    }
}
