package io.balena.releaseupdate.settings;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.model.BalenaException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Arbitrary content of a settings file and of the variables. */
class SettingsPropertiesTest {

    private static final Duration BOUND = Duration.ofSeconds(20);
    private static Path home;

    @BeforeContainer
    static void makeHome() throws IOException {
        home = Files.createTempDirectory("home");
    }

    @AfterContainer
    static void removeHome() throws IOException {
        Files.deleteIfExists(home.resolve(".balenarc.yml"));
        Files.delete(home);
    }

    @Property(tries = 500)
    void aFileIsReadOrRefused(@ForAll("files") byte[] content) throws IOException {
        Files.write(home.resolve(".balenarc.yml"), content);
        assertTimeoutPreemptively(BOUND, () -> readOrRefuse(Map.of("HOME", home.toString())));
    }

    @Property(tries = 500)
    void aVariableIsReadOrRefused(@ForAll("names") String name, @ForAll("values") String value) throws IOException {
        Files.deleteIfExists(home.resolve(".balenarc.yml"));
        readOrRefuse(Map.of("HOME", home.toString(), name, value));
    }

    private static void readOrRefuse(Map<String, String> environment) {
        try {
            Settings settings = Settings.read(Settings.Overrides.NONE, environment, null);
            assertTrue(settings.apiUrl().isAbsolute(), settings.toString());
            assertTrue(settings.deltaUrl().isAbsolute(), settings.toString());
        } catch (BalenaException.Usage e) {
            assertTrue(e.getMessage().lines().count() <= 3, e.getMessage());
        }
    }

    @Provide
    Arbitrary<byte[]> files() {
        Arbitrary<byte[]> anything = Arbitraries.bytes().array(byte[].class).ofMaxSize(4_000);
        Arbitrary<byte[]> yaml = Arbitraries.of(
                        "apiUrl: ",
                        "deltaUrl: ",
                        "proxy: ",
                        "noProxy: ",
                        "dataDirectory: ",
                        "balenaUrl: ",
                        "https://",
                        "http://localhost",
                        "example.com",
                        "\n",
                        "  ",
                        "- ",
                        "[",
                        "]",
                        "{",
                        "}",
                        "&a ",
                        "*a",
                        "noProxy: &a [[*a]]",
                        "!!int ",
                        "!!java.net.URL ",
                        "'",
                        "\"",
                        "#",
                        "---\n",
                        "|",
                        ">",
                        "~",
                        ":",
                        "\t",
                        "0x7f",
                        "\u0000",
                        "é")
                .list()
                .ofMaxSize(60)
                .map(parts -> String.join("", parts).getBytes(StandardCharsets.UTF_8));
        return Arbitraries.oneOf(anything, yaml);
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.of(
                "BALENARC_API_URL",
                "BALENARC_DELTA_URL",
                "BALENARC_BALENA_URL",
                "BALENARC_DATA_DIRECTORY",
                "RESINRC_API_URL",
                "balenarc_api_url");
    }

    @Provide
    Arbitrary<String> values() {
        Arbitrary<String> url = Arbitraries.of(
                        "https://",
                        "http://",
                        "a.example",
                        "@",
                        ":",
                        "443",
                        "/",
                        "?q",
                        "#f",
                        "%",
                        " ",
                        "localhost",
                        "é")
                .list()
                .ofMaxSize(8)
                .map(parts -> String.join("", parts));
        return Arbitraries.oneOf(Arbitraries.strings().ofMaxLength(300), url);
    }
}
