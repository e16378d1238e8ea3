package io.balena.releaseupdate.settings.trust;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.TestAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.X509TrustManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which certificate chains are accepted, and the messages about the others. */
class ServerTrustTest {

    private static final String HOST = "api.balena.test";

    private static TestAuthority company;
    private static TestAuthority other;

    @TempDir
    Path folder;

    private final List<String> warnings = new ArrayList<>();

    @BeforeAll
    static void createAuthorities() throws Exception {
        company = TestAuthority.create("Company");
        other = TestAuthority.create("Other");
    }

    // The machine's store

    @Test
    void whatTheMachineTrustsIsAccepted() throws Exception {
        Path file = company.writePem(folder.resolve("ca-certificates.crt"));
        MachineStore machine = machine(List.of("/nonexistent", file.toString()), List.of());

        assertAccepted(Authorities.read(Optional.empty(), Map.of(), machine, warnings::add), company);
        assertRefused(Authorities.read(Optional.empty(), Map.of(), machine, warnings::add), other);
        assertRefused(Authorities.BUILT_IN, company);
    }

    @Test
    void onlyTheFirstFileThatExistsCounts() throws Exception {
        Path first = other.writePem(folder.resolve("first.crt"));
        Path second = company.writePem(folder.resolve("second.crt"));
        MachineStore machine = machine(List.of(first.toString(), second.toString()), List.of());

        assertRefused(Authorities.read(Optional.empty(), Map.of(), machine, warnings::add), company);
    }

    @Test
    void aBrokenCertificateOfTheMachineIsSkipped() throws Exception {
        String broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        Path file = Files.writeString(folder.resolve("ca.crt"), broken + company.pem() + "-----BEGIN CERTIFICATE-----");
        MachineStore machine = machine(List.of(file.toString()), List.of());

        assertAccepted(Authorities.read(Optional.empty(), Map.of(), machine, warnings::add), company);
        assertEquals(List.of(), warnings);
    }

    @ParameterizedTest
    @ValueSource(strings = {"company.pem", "5ad8a5d6.0", "no-suffix"})
    void theMachinesFoldersCountToo(String name) throws Exception {
        company.writePem(folder.resolve(name));
        Files.writeString(folder.resolve("README"), "No certificate");
        Files.createDirectory(folder.resolve("java"));
        Files.createSymbolicLink(folder.resolve("broken.0"), Path.of("nothing"));
        MachineStore machine = machine(List.of(), List.of("/nonexistent", folder.toString()));

        assertAccepted(Authorities.read(Optional.empty(), Map.of(), machine, warnings::add), company);
    }

    @ParameterizedTest
    @CsvSource({"SSL_CERT_FILE, true, false", "SSL_CERT_DIR, false, true"})
    void aVariableReplacesItsPartOfTheMachinesStore(String variable, boolean isFolderUsed, boolean isFileUsed)
            throws Exception {
        TestAuthority ofFolder = TestAuthority.create("Folder");
        TestAuthority named = TestAuthority.create("Named");
        Path file = company.writePem(folder.resolve("ca.crt"));
        Path anchors = Files.createDirectory(folder.resolve("anchors"));
        ofFolder.writePem(anchors.resolve("a.pem"));
        Path namedFolder = Files.createDirectory(folder.resolve("named"));
        Path namedFile = named.writePem(namedFolder.resolve("n.pem"));
        MachineStore own = machine(List.of(file.toString()), List.of(anchors.toString()));

        Map<String, String> environment = new HashMap<>();
        environment.put(variable, variable.endsWith("FILE") ? namedFile.toString() : "/nonexistent:" + namedFolder);
        Authorities authorities =
                Authorities.read(Optional.empty(), environment, MachineStore.of(environment, own), warnings::add);

        assertAccepted(authorities, named);
        assertEquals(isFolderUsed, accepts(authorities, ofFolder));
        assertEquals(isFileUsed, accepts(authorities, company));
        assertEquals(variable.endsWith("DIR") ? 1 : 0, warnings.size(), warnings.toString());
    }

    @Test
    void withNothingInBothVariablesTheMachinesStoreDoesNotCount() throws Exception {
        Path file = company.writePem(folder.resolve("ca.crt"));
        MachineStore own = machine(List.of(file.toString()), List.of(folder.toString()));
        Map<String, String> environment = Map.of("SSL_CERT_FILE", "/dev/null", "SSL_CERT_DIR", "/dev/null");

        assertRefused(
                Authorities.read(Optional.empty(), environment, MachineStore.of(environment, own), warnings::add),
                company);
        assertEquals(List.of(), warnings);
    }

    @Test
    void aChainMayLeadFromAnAddedAuthorityOverTheMachines() throws Exception {
        TestAuthority intermediate = company.intermediate("Intermediate");
        Path file = company.writePem(folder.resolve("ca.crt"));
        Path added = other.writePem(folder.resolve("other.pem"));
        Authorities authorities = Authorities.read(
                Optional.of(added.toString()), Map.of(), machine(List.of(file.toString()), List.of()), warnings::add);

        assertAccepted(authorities, other);
        X509Certificate server = intermediate.certificate(List.of(), HOST);
        assertDoesNotThrow(() -> check(authorities, server, intermediate.certificate()));
    }

    @Test
    void theOptionsFileAloneLeavesOutAllOthers() throws Exception {
        Authorities alone =
                Authorities.only(company.writePem(folder.resolve("company.pem")).toString());

        assertAccepted(alone, company);
        assertRefused(alone, other);
        assertEquals(
                List.of(company.certificate()),
                List.of(((X509TrustManager) alone.trustManager()).getAcceptedIssuers()));
    }

    // Name constraints

    @ParameterizedTest
    @CsvSource({
        "balena.test , api.balena.test, true",
        "balena.test , balena.test    , true",
        ".balena.test, api.balena.test, true",
        "balena.test , api.evil.test  , false",
        "balena.test , notbalena.test , false",
        ".balena.test, api.evil.test  , false",
    })
    void theNameConstraintsOfAnAuthorityAreApplied(String domain, String host, boolean isAccepted) throws Exception {
        TestAuthority constrained = TestAuthority.createFor("Constrained", domain);
        TestAuthority intermediate = constrained.intermediate("Intermediate");
        Authorities authorities =
                Authorities.only(constrained.writePem(folder.resolve("ca.pem")).toString());

        for (X509Certificate[] chain : List.of(
                new X509Certificate[] {constrained.certificate(List.of(), host)},
                new X509Certificate[] {constrained.certificate(List.of(), host), constrained.certificate()},
                new X509Certificate[] {intermediate.certificate(List.of(), host), intermediate.certificate()})) {
            if (isAccepted) {
                check(authorities, chain);
            } else {
                RefusedCertificate refused = assertThrows(RefusedCertificate.class, () -> check(authorities, chain));
                assertEquals(CertificateProblem.NAME_NOT_ALLOWED, refused.problem());
                assertTrue(refused.getMessage().contains("CN=Constrained"), refused.getMessage());
            }
        }
    }

    @Test
    void aConstrainedAuthorityOfTheMachineIsConstrainedToo() throws Exception {
        TestAuthority constrained = TestAuthority.createFor("Constrained", "balena.test");
        Path file = constrained.writePem(folder.resolve("ca.crt"));
        Authorities authorities = Authorities.read(
                Optional.empty(), Map.of(), machine(List.of(file.toString()), List.of()), warnings::add);

        assertAccepted(authorities, constrained);
        assertThrows(
                RefusedCertificate.class, () -> check(authorities, constrained.certificate(List.of(), "evil.test")));
    }

    // Words

    @Test
    void anIntermediateCertificateThatIsMissingIsNamed() throws Exception {
        TestAuthority intermediate = company.intermediate("Intermediate");
        Authorities authorities =
                Authorities.only(company.writePem(folder.resolve("ca.pem")).toString());
        Extension address = Extension.create(
                Extension.authorityInfoAccess,
                false,
                new AuthorityInformationAccess(
                        AccessDescription.id_ad_caIssuers,
                        new GeneralName(GeneralName.uniformResourceIdentifier, "http://ca.example/i.crt")));
        Extension signer = Extension.create(
                Extension.authorityKeyIdentifier,
                false,
                new AuthorityKeyIdentifier(
                        new GeneralNames(new GeneralName(new X500Name("CN=Company"))), java.math.BigInteger.ONE));

        for (Extension hint : List.of(address, signer)) {
            String message = refusal(authorities, intermediate.certificate(List.of(hint), HOST));
            assertTrue(
                    message.startsWith("the server sends an incomplete chain: the certificate of CN=Interm"), message);
        }
        X509Certificate server = intermediate.certificate(List.of(), HOST);
        RefusedCertificate unsure = assertThrows(RefusedCertificate.class, () -> check(authorities, server));
        assertTrue(unsure.getMessage().contains("is not known here (CN=Intermediate)"), unsure.getMessage());
        assertTrue(unsure.remedy().contains("the server sends an incomplete chain"), unsure.remedy());
        assertDoesNotThrow(() -> check(authorities, server, intermediate.certificate()));
    }

    @Test
    void aSelfSignedCertificateIsCalledThat() throws Exception {
        String message = refusal(Authorities.BUILT_IN, other.certificate());
        assertEquals("its certificate is self-signed: CN=Other is an authority that is not known here", message);
    }

    private MachineStore machine(List<String> files, List<String> folders) {
        return new MachineStore(files, folders, warnings::add);
    }

    private static String refusal(Authorities authorities, X509Certificate... chain) {
        return assertThrows(RefusedCertificate.class, () -> check(authorities, chain))
                .getMessage();
    }

    private static void assertAccepted(Authorities authorities, TestAuthority by) throws Exception {
        check(authorities, by.certificate(List.of(), HOST));
    }

    private static void assertRefused(Authorities authorities, TestAuthority by) throws Exception {
        X509Certificate server = by.certificate(List.of(), HOST);
        assertThrows(CertificateException.class, () -> check(authorities, server));
    }

    private static boolean accepts(Authorities authorities, TestAuthority by) throws Exception {
        try {
            assertAccepted(authorities, by);
            return true;
        } catch (CertificateException e) {
            return false;
        }
    }

    private static void check(Authorities authorities, X509Certificate... chain) throws CertificateException {
        ((X509TrustManager) authorities.trustManager()).checkServerTrusted(chain, "ECDHE_ECDSA");
    }
}
