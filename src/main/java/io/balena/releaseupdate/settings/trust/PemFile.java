package io.balena.releaseupdate.settings.trust;

import io.balena.releaseupdate.settings.SmallFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The certificates of a PEM file. Comments between them, keys and other blocks don't matter.
 *
 * @param unreadable how many certificate blocks can't be parsed
 */
record PemFile(List<X509Certificate> certificates, int unreadable) {

    private static final Pattern BEGIN = Pattern.compile("-----BEGIN (|TRUSTED |X509 )CERTIFICATE-----");

    /** A bundle of all public authorities takes about 256 KiB. */
    private static final int LIMIT_IN_KIB = 8 * 1024;

    static PemFile read(String name) throws IOException {
        try {
            return parse(SmallFile.read(Path.of(name), LIMIT_IN_KIB));
        } catch (InvalidPathException e) {
            throw new IOException("no path that this system can use", e);
        }
    }

    static PemFile parse(byte[] content) {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        List<X509Certificate> certificates = new ArrayList<>();
        int unreadable = 0;
        Matcher begin = BEGIN.matcher(text);
        int position = 0;
        while (begin.find(position)) {
            int end = text.indexOf("-----END " + begin.group(1) + "CERTIFICATE-----", begin.end());
            if (end < 0) {
                // The file is truncated.
                return new PemFile(List.copyOf(certificates), unreadable + 1);
            }
            Optional<X509Certificate> certificate = certificate(text.substring(begin.end(), end));
            certificate.ifPresent(certificates::add);
            unreadable += certificate.isPresent() ? 0 : 1;
            position = end;
        }
        return new PemFile(List.copyOf(certificates), unreadable);
    }

    private static Optional<X509Certificate> certificate(String base64) {
        try {
            byte[] der = Base64.getMimeDecoder().decode(base64);
            // OpenSSL appends trust settings to a "trusted" certificate; they are ignored.
            return Optional.of((X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der)));
        } catch (IllegalArgumentException | CertificateException e) {
            return Optional.empty();
        }
    }
}
