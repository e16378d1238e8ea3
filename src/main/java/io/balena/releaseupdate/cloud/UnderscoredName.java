package io.balena.releaseupdate.cloud;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Checks whether a certificate is for a host with an underscore in its name. Java takes such names for invalid, and
 * accepts no certificate for them. Only the exact name matches, or a wildcard in place of everything before its first
 * dot.
 */
final class UnderscoredName extends X509ExtendedTrustManager {

    /** Of GeneralName in RFC 5280, section 4.2.1.6. */
    private static final Integer DNS_NAME = 2;

    private final String host;
    private final X509ExtendedTrustManager others;

    /** @param others checks everything else */
    UnderscoredName(String host, X509ExtendedTrustManager others) {
        this.host = host.toLowerCase(Locale.ROOT);
        this.others = others;
    }

    static boolean is(String host) {
        return host.contains("_");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        others.checkServerTrusted(chain, authType, engine);
        checkName(chain[0]);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        others.checkServerTrusted(chain, authType, socket);
        checkName(chain[0]);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        others.checkServerTrusted(chain, authType);
        checkName(chain[0]);
    }

    private void checkName(X509Certificate certificate) throws CertificateException {
        String wildcard = host.replaceFirst("^[^.]+(?=\\.)", "*");
        boolean isForHost = dnsNames(certificate).anyMatch(name -> name.equals(host) || name.equals(wildcard));
        if (!isForHost) {
            // Java's own message, which error messages depend on.
            throw new CertificateException("No subject alternative DNS name matching " + host + " found.");
        }
    }

    private static Stream<String> dnsNames(X509Certificate certificate) throws CertificateException {
        return Stream.ofNullable(certificate.getSubjectAlternativeNames())
                .flatMap(names -> names.stream())
                .filter(name -> Objects.equals(name.get(0), DNS_NAME))
                .map(name -> (String) ((List<?>) name).get(1))
                .map(name -> name.toLowerCase(Locale.ROOT));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        others.checkClientTrusted(chain, authType, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        others.checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        others.checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return others.getAcceptedIssuers();
    }
}
