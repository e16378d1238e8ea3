package io.balena.releaseupdate.settings.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.TestAuthority;
import io.balena.releaseupdate.model.BalenaException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthoritiesTest {

    private static TestAuthority first;
    private static TestAuthority second;
    private static TestAuthority third;

    @TempDir
    Path folder;

    private final List<String> warnings = new ArrayList<>();

    @BeforeAll
    static void createAuthorities() throws Exception {
        first = TestAuthority.create("First");
        second = TestAuthority.create("Second");
        third = TestAuthority.create("Third");
    }

    @Test
    void allFilesAreAddedToTheBuiltInAuthorities() throws Exception {
        Map<String, String> environment = Map.of(
                "NODE_EXTRA_CA_CERTS", write("second.pem", second.pem()),
                "SSL_CERT_FILE", write("third.pem", third.pem()));
        Authorities authorities =
                Authorities.read(Optional.of(write("first.pem", first.pem())), environment, warnings::add);

        TrustManager manager = authorities.trustManager();

        Set<X509Certificate> expected = builtIn();
        assertTrue(expected.size() > 20);
        expected.addAll(List.of(first.certificate(), second.certificate(), third.certificate()));
        assertEquals(expected, accepted(manager));
        assertEquals(List.of(), warnings);
        assertSame(manager, authorities.trustManager(), "files are read once");
    }

    @Test
    void withoutFilesThereIsNothingToAdd() throws Exception {
        assertEquals(builtIn(), accepted(Authorities.BUILT_IN.trustManager()));
        for (String nothing : List.of("", "/dev/null")) {
            Map<String, String> environment = Map.of("SSL_CERT_FILE", nothing);
            assertEquals(
                    builtIn(),
                    accepted(Authorities.read(Optional.empty(), environment, warnings::add)
                            .trustManager()));
        }
        assertEquals(List.of(), warnings);
    }

    @Test
    void aBundleMayHoldCommentsKeysAndWindowsLines() throws Exception {
        String bundle = "# Our authorities: ä\n" + first.pem()
                + "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\nSecond\n=====\n"
                + second.pem().replace("\n", "\r\n") + third.pem().replace("CERTIFICATE", "TRUSTED CERTIFICATE");

        PemFile pem = PemFile.parse(bundle.getBytes(StandardCharsets.UTF_8));

        assertEquals(List.of(first.certificate(), second.certificate(), third.certificate()), pem.certificates());
        assertEquals(0, pem.unreadable());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "garbage", "GOOD-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "CUT"})
    void aFileOfTheOptionMustBeGood(String content) throws Exception {
        String good = first.pem();
        String file =
                write("ca.pem", content.replace("GOOD", good).replace("CUT", good.substring(0, good.length() - 20)));

        String message = assertThrows(
                        BalenaException.Usage.class, () -> Authorities.read(Optional.of(file), Map.of(), warnings::add)
                                .trustManager())
                .getMessage();

        assertTrue(message.contains("ca.pem"), message);
        assertTrue(message.contains("(from --ca-cert)"), message);
    }

    @Test
    void ofAFileInAVariableTheGoodCertificatesAreUsed() throws Exception {
        String file = write("ca.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n" + first.pem());

        TrustManager manager = Authorities.read(Optional.empty(), Map.of("NODE_EXTRA_CA_CERTS", file), warnings::add)
                .trustManager();

        assertTrue(accepted(manager).contains(first.certificate()));
        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0).contains("(from NODE_EXTRA_CA_CERTS)"), warnings.get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nonexistent", "/dev/zero", "a\0b", "FOLDER"})
    void aFileThatCanNotBeReadIsReported(String name) throws Exception {
        String file = name.replace("FOLDER", folder.toString());

        assertEquals(
                builtIn(),
                accepted(Authorities.read(Optional.empty(), Map.of("SSL_CERT_FILE", file), warnings::add)
                        .trustManager()));
        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0).contains("(from SSL_CERT_FILE) can't be read and is not used: "), warnings.get(0));
    }

    private String write(String name, String content) throws Exception {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    private static Set<X509Certificate> builtIn() throws Exception {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return accepted(factory.getTrustManagers()[0]);
    }

    private static Set<X509Certificate> accepted(TrustManager manager) {
        return Stream.of(((X509TrustManager) manager).getAcceptedIssuers()).collect(Collectors.toSet());
    }
}
