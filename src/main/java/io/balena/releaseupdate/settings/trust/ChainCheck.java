package io.balena.releaseupdate.settings.trust;

import java.security.cert.CertificateException;
import javax.net.ssl.X509ExtendedTrustManager;

/** A check of one server's chain of certificates, and of its name. */
interface ChainCheck {

    /** @throws CertificateException if none of the manager's authorities vouches for the server */
    void with(X509ExtendedTrustManager manager) throws CertificateException;
}
