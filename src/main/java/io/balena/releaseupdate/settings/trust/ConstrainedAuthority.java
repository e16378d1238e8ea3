package io.balena.releaseupdate.settings.trust;

import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * An authority with name constraints. Java does not apply the name constraints of the authority that a chain ends at
 * (RFC 5280, 6.1.1, leaves that to the application); OpenSSL and Go do.
 *
 * @param certificate the authority's own
 * @param manager accepts the chains that it signed, for any names
 * @param names matches the certificates that it may sign
 */
record ConstrainedAuthority(X509Certificate certificate, X509ExtendedTrustManager manager, X509CertSelector names) {

    private static final String NAME_CONSTRAINTS = "2.5.29.30";
    private static final String ALTERNATIVE_NAMES = "2.5.29.17";

    /** The authority with its constraints; empty if it has none. */
    static Optional<ConstrainedAuthority> of(X509Certificate authority) {
        byte[] extension = authority.getExtensionValue(NAME_CONSTRAINTS);
        if (extension == null) {
            return Optional.empty();
        }
        X509CertSelector names = new X509CertSelector();
        try {
            names.setNameConstraints(content(extension));
        } catch (IOException e) {
            // Constraints that can't be parsed allow nothing.
            names.setBasicConstraints(Integer.MAX_VALUE);
        }
        X509ExtendedTrustManager manager = JavaTrust.in(List.of(authority));
        return Optional.of(new ConstrainedAuthority(authority, manager, names));
    }

    /** @throws CertificateException if the authority has not signed the chain, or may not sign for its names */
    void check(X509Certificate[] chain, ChainCheck check) throws CertificateException {
        check.with(manager);
        X509Certificate signed = chain[0];
        for (int i = 0; i < chain.length && !signed.equals(certificate); i++) {
            if (hasNames(signed, chain) && !names.match(signed)) {
                throw new RefusedCertificate(
                        CertificateProblem.NAME_NOT_ALLOWED,
                        "its certificate's authority (" + CertificateText.name(certificate.getSubjectX500Principal())
                                + ") is limited to other hosts by its name constraints");
            }
            if (signed.getIssuerX500Principal().equals(certificate.getSubjectX500Principal())) {
                return;
            }
            signed = issuer(signed, chain);
        }
    }

    /**
     * Java treats the common name as a host if a certificate has no alternative names. That is right only for servers:
     * an intermediate authority may have any name.
     */
    private static boolean hasNames(X509Certificate signed, X509Certificate[] chain) {
        return signed.equals(chain[0]) || signed.getExtensionValue(ALTERNATIVE_NAMES) != null;
    }

    private static X509Certificate issuer(X509Certificate signed, X509Certificate[] chain) throws CertificateException {
        return Arrays.stream(chain)
                .filter(other -> other.getSubjectX500Principal().equals(signed.getIssuerX500Principal()))
                .findFirst()
                .orElseThrow(() -> new CertificateException("No way to the authority"));
    }

    /** The content of a DER octet string. */
    private static byte[] content(byte[] octets) {
        int lengthBytes = octets[1] >= 0 ? 0 : octets[1] & 0x7f;
        return Arrays.copyOfRange(octets, 2 + lengthBytes, octets.length);
    }
}
