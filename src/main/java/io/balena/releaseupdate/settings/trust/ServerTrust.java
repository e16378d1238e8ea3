package io.balena.releaseupdate.settings.trust;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Accepts a server that any of several sets of authorities accepts. They are tried in turn, and created only when
 * needed: the first accepts most servers, and reading the machine's store takes longer than a request.
 */
final class ServerTrust extends X509ExtendedTrustManager {

    private final List<Supplier<TrustedAuthorities>> sets;
    private final Supplier<List<X509Certificate>> shown;

    /**
     * @param sets each creates its authorities once
     * @param shown the authorities to report as accepted issuers
     */
    ServerTrust(List<Supplier<TrustedAuthorities>> sets, Supplier<List<X509Certificate>> shown) {
        this.sets = sets;
        this.shown = shown;
    }

    private void check(X509Certificate[] chain, ChainCheck check) throws CertificateException {
        CertificateException refusal = null;
        for (Supplier<TrustedAuthorities> set : sets) {
            try {
                set.get().check(chain, check);
                return;
            } catch (CertificateException e) {
                refusal = refusal == null ? e : CertificateFailure.moreTelling(refusal, e);
                if (CertificateFailure.of(e)
                        .filter(CertificateProblem.WRONG_HOST::equals)
                        .isPresent()) {
                    break;
                }
            }
        }
        throw CertificateText.explain(refusal, chain, shown.get());
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain, manager -> manager.checkServerTrusted(chain, authType, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain, manager -> manager.checkServerTrusted(chain, authType, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain, manager -> manager.checkServerTrusted(chain, authType));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("This is no server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return shown.get().toArray(X509Certificate[]::new);
    }
}
