package io.balena.releaseupdate;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An unknown certificate authority. */
public final class TestAuthority {

    private static final Duration DAY = Duration.ofDays(1);

    private final X500Name name;
    private final KeyPair keys;
    private final X509Certificate certificate;

    private TestAuthority(X500Name name, KeyPair keys, X509Certificate certificate) {
        this.name = name;
        this.keys = keys;
        this.certificate = certificate;
    }

    public static TestAuthority create(String name) throws GeneralSecurityException, IOException {
        X500Name subject = new X500Name("CN=" + name);
        KeyPair keys = keys();
        return new TestAuthority(subject, keys, sign(subject, keys, subject, keys, true, List.of()));
    }

    /** An authority that may sign only for hosts below these domains, and for those itself. */
    public static TestAuthority createFor(String name, String... domains) throws GeneralSecurityException, IOException {
        X500Name subject = new X500Name("CN=" + name);
        KeyPair keys = keys();
        GeneralSubtree[] permitted = Stream.of(domains)
                .map(domain -> new GeneralSubtree(new GeneralName(GeneralName.dNSName, domain)))
                .toArray(GeneralSubtree[]::new);
        Extension constraints = Extension.create(
                Extension.nameConstraints, true, new NameConstraints(permitted, new GeneralSubtree[0]));
        return new TestAuthority(subject, keys, sign(subject, keys, subject, keys, true, List.of(constraints)));
    }

    /** Another authority, certified by this one. */
    public TestAuthority intermediate(String intermediateName) throws GeneralSecurityException, IOException {
        X500Name subject = new X500Name("CN=" + intermediateName);
        KeyPair intermediateKeys = keys();
        return new TestAuthority(
                subject, intermediateKeys, sign(name, keys, subject, intermediateKeys, true, List.of()));
    }

    /** A server's certificate with more extensions than names. */
    public X509Certificate certificate(List<Extension> extensions, String... names)
            throws GeneralSecurityException, IOException {
        List<Extension> all = new ArrayList<>(extensions);
        all.add(alternativeNames(names));
        return sign(name, keys, new X500Name("CN=server"), keys(), false, all);
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** The authority's own certificate. */
    public String pem() throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            pem.writeObject(certificate);
        }
        return text.toString();
    }

    public Path writePem(Path file) throws IOException {
        return Files.writeString(file, pem());
    }

    /** A key store for a server with these names, with a certificate that is valid now. */
    public SSLContext server(String... names) throws GeneralSecurityException, IOException {
        Instant now = Instant.now();
        return server(now.minus(DAY), now.plus(DAY), names);
    }

    /** @param names of hosts, or addresses */
    public SSLContext server(Instant from, Instant to, String... names) throws GeneralSecurityException, IOException {
        KeyPair serverKeys = keys();
        X509Certificate serverCertificate = sign(
                name, keys, new X500Name("CN=server"), serverKeys, from, to, false, List.of(alternativeNames(names)));
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setKeyEntry("server", serverKeys.getPrivate(), new char[0], new X509Certificate[] {serverCertificate});
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    /** Valid from yesterday to tomorrow. */
    private static X509Certificate sign(
            X500Name issuer,
            KeyPair issuerKeys,
            X500Name subject,
            KeyPair subjectKeys,
            boolean isAuthority,
            List<Extension> extensions)
            throws GeneralSecurityException, IOException {
        Instant now = Instant.now();
        return sign(issuer, issuerKeys, subject, subjectKeys, now.minus(DAY), now.plus(DAY), isAuthority, extensions);
    }

    private static Extension alternativeNames(String... names) throws IOException {
        GeneralName[] alternatives = Stream.of(names)
                .map(name -> new GeneralName(
                        name.matches("[0-9.]+|.*:.*") ? GeneralName.iPAddress : GeneralName.dNSName, name))
                .toArray(GeneralName[]::new);
        return Extension.create(Extension.subjectAlternativeName, false, new GeneralNames(alternatives));
    }

    private static X509Certificate sign(
            X500Name issuer,
            KeyPair issuerKeys,
            X500Name subject,
            KeyPair subjectKeys,
            Instant from,
            Instant to,
            boolean isAuthority,
            List<Extension> extensions)
            throws GeneralSecurityException, IOException {
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(64, new SecureRandom()),
                Date.from(from),
                Date.from(to),
                subject,
                subjectKeys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority));
        for (Extension extension : extensions) {
            builder.addExtension(extension);
        }
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(
                            new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKeys.getPrivate())));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }
}
