package io.balena.releaseupdate.settings.trust;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Authorities that are trusted together: a certificate chain may include several of them.
 *
 * @param unconstrained checks chains against the authorities that may sign for any host
 * @param constrained the others: Java applies only the name constraints of intermediate certificates
 */
record TrustedAuthorities(List<X509ExtendedTrustManager> unconstrained, List<ConstrainedAuthority> constrained) {

    /** Those of the running JDK; in a native executable, those of the JDK that built it. */
    static TrustedAuthorities builtIn() {
        return new TrustedAuthorities(List.of(JavaTrust.builtIn()), List.of());
    }

    static TrustedAuthorities of(Collection<X509Certificate> authorities) {
        List<X509Certificate> anySigner = new ArrayList<>();
        List<ConstrainedAuthority> constrained = new ArrayList<>();
        for (X509Certificate authority : authorities) {
            ConstrainedAuthority.of(authority).ifPresentOrElse(constrained::add, () -> anySigner.add(authority));
        }
        return new TrustedAuthorities(anySigner.isEmpty() ? List.of() : List.of(JavaTrust.in(anySigner)), constrained);
    }

    /**
     * Accepts a chain if any of the authorities does.
     *
     * @throws CertificateException the last refusal, if none accepts it
     */
    void check(X509Certificate[] chain, ChainCheck check) throws CertificateException {
        CertificateException refusal = new CertificateException("No authority is trusted");
        for (X509ExtendedTrustManager manager : unconstrained) {
            try {
                check.with(manager);
                return;
            } catch (CertificateException e) {
                refusal = e;
            }
        }
        for (ConstrainedAuthority authority : constrained) {
            try {
                authority.check(chain, check);
                return;
            } catch (CertificateException e) {
                refusal = CertificateFailure.moreTelling(refusal, e);
            }
        }
        throw refusal;
    }

    Stream<X509Certificate> certificates() {
        return Stream.concat(
                unconstrained.stream().flatMap(manager -> Stream.of(manager.getAcceptedIssuers())),
                constrained.stream().map(ConstrainedAuthority::certificate));
    }
}
