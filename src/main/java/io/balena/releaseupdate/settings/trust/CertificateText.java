package io.balena.releaseupdate.settings.trust;

import io.balena.releaseupdate.text.Printable;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;

/** Explains problems of a server's certificate. All texts in the certificate are the server's, and untrusted. */
final class CertificateText {

    private static final int NAMES = 4;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String AUTHORITY_INFORMATION = "1.3.6.1.5.5.7.1.1";
    private static final String AUTHORITY_KEY = "2.5.29.35";
    /** 1.3.6.1.5.5.7.48.2, caIssuers, as it is encoded. */
    private static final byte[] ISSUER_ADDRESS = {0x06, 0x08, 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x02};

    private CertificateText() {}

    /**
     * Explains a refusal.
     *
     * @param refusal why the chain was rejected
     * @param chain as the server sent it, its own certificate first
     * @param known the trusted authorities
     */
    static RefusedCertificate explain(
            CertificateException refusal, X509Certificate[] chain, List<X509Certificate> known) {
        RefusedCertificate explained =
                refusal instanceof RefusedCertificate refused ? refused : words(refusal, chain, known);
        if (explained != refusal) {
            explained.initCause(refusal);
        }
        return explained;
    }

    private static RefusedCertificate words(
            CertificateException refusal, X509Certificate[] chain, List<X509Certificate> known) {
        CertificateProblem problem = CertificateFailure.of(refusal).orElse(CertificateProblem.OTHER);
        String details =
                switch (problem) {
                    case EXPIRED -> expired(chain);
                    case NOT_YET_VALID -> notYetValid(chain);
                    case WRONG_HOST -> hosts(chain[0]);
                    case WEAK, OTHER -> reason(refusal);
                    case NAME_NOT_ALLOWED -> "";
                    case UNKNOWN_AUTHORITY -> "";
                };
        return problem == CertificateProblem.UNKNOWN_AUTHORITY
                ? unknown(chain, known)
                : new RefusedCertificate(problem, problem.what() + details);
    }

    private static String expired(X509Certificate[] chain) {
        Date now = new Date();
        return first(chain, certificate -> now.after(certificate.getNotAfter()))
                .map(certificate ->
                        place(certificate, chain) + ": it was valid until " + time(certificate.getNotAfter()))
                .orElse("");
    }

    private static String notYetValid(X509Certificate[] chain) {
        Date now = new Date();
        return first(chain, certificate -> now.before(certificate.getNotBefore()))
                .map(certificate ->
                        place(certificate, chain) + ": it will be from " + time(certificate.getNotBefore()) + " on")
                .orElse("");
    }

    private static Optional<X509Certificate> first(X509Certificate[] chain, Predicate<X509Certificate> isWrong) {
        return Arrays.stream(chain).filter(isWrong).findFirst();
    }

    /** The certificate's position in the chain; empty text for the server's own. */
    private static String place(X509Certificate certificate, X509Certificate[] chain) {
        return certificate.equals(chain[0])
                ? ""
                : ", or rather that of its authority " + name(certificate.getSubjectX500Principal());
    }

    private static String time(Date date) {
        return TIME.format(date.toInstant());
    }

    /** The hosts of a certificate; if it has alternative names, Java ignores the common name. */
    private static String hosts(X509Certificate certificate) {
        List<String> names = alternativeNames(certificate);
        if (names.isEmpty()) {
            return " (" + name(certificate.getSubjectX500Principal()) + ")";
        }
        String more = names.size() > NAMES ? " and " + (names.size() - NAMES) + " more" : "";
        return names.stream().limit(NAMES).map(Printable::words).collect(Collectors.joining(", ", " (", more + ")"));
    }

    private static List<String> alternativeNames(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            // Host names and addresses.
                            .filter(name -> Set.<Object>of(2, 7).contains(name.get(0)))
                            .map(name -> name.get(1).toString())
                            .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    private static String reason(CertificateException refusal) {
        List<Throwable> causes = Causes.of(refusal);
        String reason = causes.get(causes.size() - 1).getMessage();
        return reason == null ? "" : " (" + Printable.words(reason.strip()) + ")";
    }

    private static RefusedCertificate unknown(X509Certificate[] chain, List<X509Certificate> known) {
        CertificateProblem problem = CertificateProblem.UNKNOWN_AUTHORITY;
        X509Certificate last = lastOf(chain);
        String issuer = name(last.getIssuerX500Principal());
        if (isSelfSigned(last)) {
            return new RefusedCertificate(
                    problem,
                    last.equals(chain[0])
                            ? "its certificate is self-signed: " + issuer + " is an authority that is not known here"
                            : problem.what() + " (" + issuer + ")");
        }
        if (isSurelyIntermediate(last, known)) {
            return new RefusedCertificate(
                    problem,
                    "the server sends an incomplete chain: the certificate of " + issuer
                            + ", which signed what it sends, is missing",
                    "Have the server send its intermediate certificates, too; or name the missing one with --ca-cert FILE.");
        }
        return new RefusedCertificate(
                problem,
                problem.what() + " (" + issuer + ")",
                problem.remedy() + " If its root is known here, the server sends an incomplete chain: have it send its"
                        + " intermediate certificates, too.");
    }

    /** The last certificate on the path from the server's own towards its authority. */
    private static X509Certificate lastOf(X509Certificate[] chain) {
        X509Certificate last = chain[0];
        for (int i = 0; i < chain.length && !isSelfIssued(last); i++) {
            X500Principal issuer = last.getIssuerX500Principal();
            Optional<X509Certificate> next =
                    first(chain, other -> other.getSubjectX500Principal().equals(issuer));
            if (next.isEmpty()) {
                break;
            }
            last = next.get();
        }
        return last;
    }

    private static boolean isSelfIssued(X509Certificate certificate) {
        return certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal());
    }

    private static boolean isSelfSigned(X509Certificate certificate) {
        try {
            if (isSelfIssued(certificate)) {
                certificate.verify(certificate.getPublicKey());
                return true;
            }
        } catch (GeneralSecurityException e) {
            // Signed by another authority with the same name.
        }
        return false;
    }

    /**
     * Whether a certificate's issuer is certainly signed by another authority. Not every certificate shows it: it may
     * have the URL of its issuer's certificate (roots need none), or the name of that one's issuer.
     */
    private static boolean isSurelyIntermediate(X509Certificate certificate, List<X509Certificate> known) {
        if (contains(certificate.getExtensionValue(AUTHORITY_INFORMATION), ISSUER_ADDRESS)) {
            return true;
        }
        byte[] key = certificate.getExtensionValue(AUTHORITY_KEY);
        X500Principal issuer = certificate.getIssuerX500Principal();
        return key != null
                && known.stream()
                        .map(X509Certificate::getSubjectX500Principal)
                        .anyMatch(root -> !root.equals(issuer) && contains(key, root.getEncoded()));
    }

    private static boolean contains(byte[] whole, byte[] part) {
        return whole != null
                && new String(whole, StandardCharsets.ISO_8859_1)
                        .contains(new String(part, StandardCharsets.ISO_8859_1));
    }

    /** The common name, else the whole name. */
    static String name(X500Principal principal) {
        String whole = principal.getName();
        return Printable.words(Stream.of(whole.split("(?<!\\\\),"))
                .filter(part -> part.startsWith("CN="))
                .findFirst()
                .orElse(whole));
    }
}
