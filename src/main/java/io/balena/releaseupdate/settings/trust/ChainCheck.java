package io.balena.releaseupdate.settings.trust;

import java.security.cert.CertificateException;
import javax.net.ssl.X509ExtendedTrustManager;

/** A check of a server's certificate chain and host name. */
interface ChainCheck {

    /** @throws CertificateException if none of the manager's authorities certifies the server */
    void with(X509ExtendedTrustManager manager) throws CertificateException;
}
