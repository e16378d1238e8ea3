package io.balena.releaseupdate.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.model.BalenaException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @TempDir
    Path home;

    @Test
    void defaultsAreThoseOfBalenaCloud() {
        Settings settings = read(Map.of());

        assertEquals(URI.create("https://api.balena-cloud.com"), settings.apiUrl());
        assertEquals(URI.create("https://delta.balena-cloud.com"), settings.deltaUrl());
        assertEquals(Optional.of(home.resolve(".balena")), settings.dataDirectory());
        assertEquals(Optional.empty(), proxy(settings));
    }

    @ParameterizedTest(name = "flag {0}, variable {1}, file {2}: {3}")
    @CsvSource({
        "https://flag.io, https://variable.io, https://file.io, https://flag.io",
        "               , https://variable.io, https://file.io, https://variable.io",
        "               , ''                 , https://file.io, https://file.io",
        "               ,                    , https://file.io, https://file.io",
        "               ,                    ,                , https://api.balena-cloud.com",
        "https://flag.io, http://broken.io   , broken         , https://flag.io",
    })
    void aFlagWinsOverAVariableOverTheFile(String flag, String variable, String file, URI expected) throws IOException {
        if (file != null) {
            settingsFile("apiUrl: " + file);
        }
        Map<String, String> environment = variable == null ? Map.of() : Map.of("BALENARC_API_URL", variable);

        Settings.Overrides overrides = new Settings.Overrides(Optional.ofNullable(flag), Optional.empty(), false);

        assertEquals(expected, read(overrides, environment).apiUrl());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "'', https://dashboard.balena-cloud.com",
        "BALENARC_BALENA_URL=balena-staging.com, https://dashboard.balena-staging.com",
        "BALENARC_API_URL=https://api.balena-cloud.com/, https://dashboard.balena-cloud.com",
        "BALENARC_BALENA_URL=openbalena.example.com, ''",
        "BALENARC_API_URL=https://api.example.com, ''",
        "BALENARC_API_URL=https://api.balena-cloud.com.example.com, ''",
        "BALENARC_BALENA_URL=openbalena.example.com BALENARC_DASHBOARD_URL=http://ui.example.com:8080/x/, "
                + "http://ui.example.com:8080/x"
    })
    void theDashboardIsBalenasOwnOrTheOneThatIsNamed(String variables, String dashboard) {
        Map<String, String> environment = new HashMap<>();
        Stream.of(variables.split(" "))
                .filter(variable -> !variable.isEmpty())
                .map(variable -> variable.split("=", 2))
                .forEach(variable -> environment.put(variable[0], variable[1]));

        assertEquals(
                Optional.of(dashboard).filter(url -> !url.isEmpty()).map(URI::create),
                read(environment).dashboardUrl());
    }

    @Test
    void everySettingIsReadFromTheFile() throws IOException {
        settingsFile("""
                # a comment
                apiUrl: https://api.example.com/prefix/
                deltaUrl: 'https://delta.example.com:8443'
                dashboardUrl: https://dashboard.example.com
                dataDirectory: /var/lib/balena
                proxy: http://proxy.example.com:3128
                noProxy: "delta.example.com"
                unknown: {a: [1, 2]}
                balenaUrl:
                """);

        Settings settings = read(Map.of());

        assertEquals(URI.create("https://api.example.com/prefix"), settings.apiUrl());
        assertEquals(URI.create("https://delta.example.com:8443"), settings.deltaUrl());
        assertEquals(Optional.of(URI.create("https://dashboard.example.com")), settings.dashboardUrl());
        assertEquals(Optional.of(Path.of("/var/lib/balena")), settings.dataDirectory());
        assertEquals(Optional.of("proxy.example.com:3128"), proxy(settings));
        assertEquals(Optional.empty(), settings.proxies().to(settings.deltaUrl()));
    }

    /** The token of one installation must never reach another's server. */
    @ParameterizedTest
    @CsvSource({
        "https://api.balena-staging.com, https://delta.balena-staging.com",
        "https://api.example.com:8443/prefix, https://delta.example.com:8443/prefix",
        "https://balena.example.com, https://balena.example.com",
        "http://127.0.0.1:8080, http://127.0.0.1:8080",
        "https://apis.example.com, https://apis.example.com",
    })
    void theDeltaServerGoesWithTheApi(String apiUrl, String deltaUrl) throws IOException {
        settingsFile("apiUrl: " + apiUrl + "\nbalenaUrl: elsewhere.example\n");
        assertEquals(URI.create(deltaUrl), read(Map.of()).deltaUrl());
        assertEquals(
                URI.create(deltaUrl), read(Map.of("BALENARC_API_URL", apiUrl)).deltaUrl());
        Settings.Overrides flag = new Settings.Overrides(Optional.of(apiUrl), Optional.empty(), false);
        assertEquals(URI.create(deltaUrl), read(flag, Map.of()).deltaUrl());
        assertEquals(
                URI.create("https://own.example"),
                read(flag, Map.of("BALENARC_DELTA_URL", "https://own.example")).deltaUrl());
    }

    @Test
    void everySettingIsReadFromVariables() {
        Settings settings = read(Map.of(
                "BALENARC_BALENA_URL", "example.com:8443",
                "BALENARC_DELTA_URL", "https://d.example.com",
                "BALENARC_DATA_DIRECTORY", "/data",
                "BALENARC_PROXY", "proxy:3128",
                "BALENARC_NO_PROXY", "d.example.com"));

        assertEquals(URI.create("https://api.example.com:8443"), settings.apiUrl());
        assertEquals(URI.create("https://d.example.com"), settings.deltaUrl());
        assertEquals(Optional.of(Path.of("/data")), settings.dataDirectory());
        assertEquals(Optional.of("proxy:3128"), proxy(settings));
        assertEquals(Optional.empty(), settings.proxies().to(settings.deltaUrl()));
    }

    @ParameterizedTest
    @CsvSource({
        "BALENARC_API_URL, true",
        "balenarc_api_url, true",
        "Balenarc_Api_Url, true",
        "BALENARC_apiUrl , true",
        "BALENARC_APIURL , false",
        "BALENARC_API    , false",
        "BALENARC_       , false",
        "MYBALENARC_API_URL, false",
        "API_URL         , false",
    })
    void variablesAreNamedAsInBalenasSettingsClient(String variable, boolean isRead) {
        URI expected = URI.create(isRead ? "https://example.com" : "https://api.balena-cloud.com");

        assertEquals(expected, read(Map.of(variable, "https://example.com")).apiUrl());
    }

    @Test
    void ofTwoSpellingsOfAVariableUpperCaseWins() {
        Map<String, String> environment =
                Map.of("balenarc_api_url", "https://lower.io", "BALENARC_API_URL", "https://upper.io");

        assertEquals(URI.create("https://upper.io"), read(environment).apiUrl());
    }

    @Test
    void balenaUrlMovesBothServers() throws IOException {
        settingsFile("balenaUrl: Balena.Example.com");

        assertEquals(
                URI.create("https://api.balena.example.com"), read(Map.of()).apiUrl());
        assertEquals(
                URI.create("https://delta.balena.example.com"), read(Map.of()).deltaUrl());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://balena-cloud.com",
                "balena-cloud.com/path",
                "user@balena-cloud.com",
                "balena-cloud.com?x",
                "balena-cloud.com#x",
                "balena-cloud.com:",
                "balena-cloud.com:99999",
                "balena-cloud.com:99999999999",
                "balena cloud.com",
                "balena-cloud.com\\@evil.io",
                "-",
                ".",
                " ",
                "127.0.0.1",
            })
    void balenaUrlIsAHostAndNothingElse(String value) {
        String message = refused(Map.of("BALENARC_BALENA_URL", value));

        assertTrue(message.contains("balenaUrl (from BALENARC_BALENA_URL)"), message);
    }

    @Test
    void aWrongUrlIsNamedWithItsSource() throws IOException {
        settingsFile("deltaUrl: nonsense");
        Settings.Overrides flag = new Settings.Overrides(Optional.of(""), Optional.empty(), false);

        assertTrue(refused(Map.of()).contains("deltaUrl (from " + home.resolve(".balenarc.yml") + ")"));
        assertTrue(refused(Map.of("BALENARC_DELTA_URL", "x")).contains("deltaUrl (from BALENARC_DELTA_URL)"));
        String message = assertThrows(BalenaException.Usage.class, () -> read(flag, Map.of()))
                .getMessage();
        assertTrue(message.contains("apiUrl (from --api-url)"), message);
    }

    @ParameterizedTest(name = "{0}: {1} is {2}")
    @CsvSource({
        "variable, ~          , HOME",
        "variable, ~/sub/dir  , HOME/sub/dir",
        "variable, ~//etc     , HOME/etc",
        "variable, /absolute  , /absolute",
        "variable, relative   , WORKING/relative",
        "variable, ~user      , WORKING/~user",
        "variable, a/~        , WORKING/a/~",
        "file    , ~          , ",
        "file    , ~/sub/dir  , HOME/sub/dir",
        "file    , /absolute  , /absolute",
        "file    , relative   , HOME/relative",
        "file    , ~user      , HOME/~user",
    })
    void dataDirectoryMayBeRelative(String source, String value, String expected) throws IOException {
        Settings settings;
        if (source.equals("file")) {
            settingsFile("dataDirectory: " + value);
            settings = read(Map.of());
        } else {
            settings = read(Map.of("BALENARC_DATA_DIRECTORY", value));
        }
        // YAML's ~ is null: the setting is not set.
        String path = expected == null ? "HOME/.balena" : expected;

        assertEquals(
                Optional.of(Path.of(path.replace("HOME", home.toString())
                        .replace("WORKING", Path.of("").toAbsolutePath().toString()))),
                settings.dataDirectory());
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "a\0b"})
    void dataDirectoryThatIsNoPathIsRefused(String value) {
        String message = refused(Map.of("BALENARC_DATA_DIRECTORY", value));

        assertTrue(message.contains("dataDirectory (from BALENARC_DATA_DIRECTORY)"), message);
    }

    @Test
    void theVariableHomeWinsOverTheUsersHome(@TempDir Path other) {
        Settings settings = Settings.read(Settings.Overrides.NONE, Map.of("HOME", other.toString()), home.toString());

        assertEquals(Optional.of(other.resolve(".balena")), settings.dataDirectory());
    }

    @ParameterizedTest
    @CsvSource({
        "            , ",
        "''          , ?",
        "''          , ''",
        "/nonexistent, USERHOME",
        "/dev/null   , USERHOME",
        ".           , USERHOME",
        "relative    , ",
    })
    void withoutAHomeThereAreDefaultsAndNoDataDirectory(String variable, String userHome) throws IOException {
        settingsFile("apiUrl: https://example.com");
        Map<String, String> environment = variable == null ? Map.of() : Map.of("HOME", variable);
        String javaHome = userHome == null ? null : userHome.replace("USERHOME", home.toString());

        Settings settings = Settings.read(Settings.Overrides.NONE, environment, javaHome);

        assertEquals(URI.create("https://api.balena-cloud.com"), settings.apiUrl());
        assertEquals(Optional.empty(), settings.dataDirectory());
    }

    @Test
    void withoutAHomeATildeLeadsNowhere() {
        Map<String, String> environment = Map.of("BALENARC_DATA_DIRECTORY", "~/balena");

        assertEquals(
                Optional.empty(),
                Settings.read(Settings.Overrides.NONE, environment, null).dataDirectory());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "# only a comment\n", "---\n", "null", "{}", "\uFEFFunknown: 1"})
    void anEmptyFileSetsNothing(String content) throws IOException {
        settingsFile(content);

        assertEquals(URI.create("https://api.balena-cloud.com"), read(Map.of()).apiUrl());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- a\n- b",
                "just text",
                "42",
                "apiUrl: [https://example.com]",
                "apiUrl: 42",
                "apiUrl: true",
                "dataDirectory: {a: b}",
                "balenaUrl: 2001-01-01",
                "proxy: [a]",
                "proxy: {port: 3128}",
                "proxy: {host: proxy, port: many}",
                "noProxy: {a: b}",
                "noProxy: [[a]]",
                "noProxy: &a [[*a]]",
                "noProxy: &a [{b: *a}]",
                "proxy: &a {host: [*a]}",
                "apiUrl: 'unterminated",
                "apiUrl: a\napiUrl: b",
                "a: 1\n---\nb: 2",
                "a: !!javax.script.ScriptEngineManager []",
                "a: !!int x",
                "a: !!binary x",
                "a: !!timestamp x",
                "a: *nowhere",
                "\u0001: control",
                "unknown: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
            })
    void aFileThatMakesNoSenseIsRefused(String content) throws IOException {
        settingsFile(content);

        String message = refused(Map.of());

        assertTrue(message.startsWith("The settings file " + home.resolve(".balenarc.yml") + " "), message);
    }

    @Test
    void yamlThatGrowsIsRefused() throws IOException {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 15; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        settingsFile(bomb.toString());

        assertTrue(refused(Map.of()).contains("is not valid YAML"));
    }

    @Test
    void aFileThatIsNotTextIsRefused() throws IOException {
        Files.write(home.resolve(".balenarc.yml"), new byte[] {'a', ':', ' ', (byte) 0xff});

        assertTrue(refused(Map.of()).contains("is not UTF-8 text"));
    }

    @Test
    void aFileLargerThanAMebibyteIsRefused() throws IOException {
        String full = "#".repeat(1024 * 1024);
        settingsFile(full);
        assertEquals(URI.create("https://api.balena-cloud.com"), read(Map.of()).apiUrl());

        settingsFile(full + "#");
        assertTrue(refused(Map.of()).contains("larger than 1024 KiB"));
    }

    @Test
    void aFolderInPlaceOfTheFileIsRefused() throws IOException {
        Files.createDirectory(home.resolve(".balenarc.yml"));

        assertTrue(refused(Map.of()).contains("can't be read: Is a directory"));
    }

    @Test
    void problemsAreNamedByTheirLineWithoutQuotingIt() throws IOException {
        settingsFile("apiUrl: https://example.com\nproxy: http://bob:secret@proxy: x\n");

        String message = refused(Map.of());

        assertTrue(message.contains("is not valid YAML in line 2"), message);
        assertFalse(message.contains("secret"), message);
    }

    @Test
    void aProxyInPartsIsTheSameAsItsUrl() throws IOException {
        settingsFile("""
                proxy:
                  protocol: 'http:'
                  host: proxy.example.com
                  port: 3128
                  proxyAuth: 'bob:s@cret'
                noProxy:
                  - localhost
                  - 'delta.*'
                """);

        Settings settings = read(Map.of());

        assertEquals(Optional.of("proxy.example.com:3128"), proxy(settings));
        assertEquals(
                Optional.of(new Proxy.Login("bob", "s@cret")),
                settings.proxies().to(settings.apiUrl()).flatMap(Proxy::login));
        assertEquals(Optional.empty(), settings.proxies().to(settings.deltaUrl()));
        assertFalse(settings.toString().contains("cret"), settings.toString());
    }

    private void settingsFile(String content) throws IOException {
        Files.writeString(home.resolve(".balenarc.yml"), content, StandardCharsets.UTF_8);
    }

    private static Optional<String> proxy(Settings settings) {
        return settings.proxies().to(settings.apiUrl()).map(Proxy::toString);
    }

    private Settings read(Map<String, String> environment) {
        return read(Settings.Overrides.NONE, environment);
    }

    private Settings read(Settings.Overrides overrides, Map<String, String> environment) {
        return Settings.read(overrides, environment, home.toString());
    }

    private String refused(Map<String, String> environment) {
        return assertThrows(BalenaException.Usage.class, () -> read(environment))
                .getMessage();
    }
}
