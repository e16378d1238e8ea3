package io.balena.releaseupdate.settings.trust;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXReason;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Extracts from a failure what is wrong with a server's certificate. */
public final class CertificateFailure {

    private CertificateFailure() {}

    /** The problem according to the causes of a failure; empty if it is not about a certificate. */
    public static Optional<CertificateProblem> of(Throwable failure) {
        Set<CertificateProblem> found = EnumSet.noneOf(CertificateProblem.class);
        Causes.of(failure).forEach(cause -> one(cause).ifPresent(found::add));
        return found.stream().findFirst();
    }

    /** The problem with details of the certificate; empty if it is not about a certificate. */
    public static Optional<String> what(Throwable failure) {
        return refusal(failure).map(RefusedCertificate::getMessage).or(() -> of(failure)
                .map(CertificateProblem::what));
    }

    /** The remedy with details of the certificate; empty if the failure is not about a certificate. */
    public static Optional<String> remedy(Throwable failure) {
        return refusal(failure).map(RefusedCertificate::remedy).or(() -> of(failure)
                .map(CertificateProblem::remedy));
    }

    /** The more informative of two refusals. */
    static CertificateException moreTelling(CertificateException first, CertificateException second) {
        return of(second).orElse(CertificateProblem.OTHER).compareTo(of(first).orElse(CertificateProblem.OTHER)) < 0
                ? second
                : first;
    }

    private static Optional<RefusedCertificate> refusal(Throwable failure) {
        return Causes.of(failure).stream()
                .filter(RefusedCertificate.class::isInstance)
                .map(RefusedCertificate.class::cast)
                .findFirst();
    }

    private static Optional<CertificateProblem> one(Throwable cause) {
        if (cause instanceof RefusedCertificate refused) {
            return Optional.of(refused.problem());
        }
        if (cause instanceof CertificateExpiredException) {
            return Optional.of(CertificateProblem.EXPIRED);
        }
        if (cause instanceof CertificateNotYetValidException) {
            return Optional.of(CertificateProblem.NOT_YET_VALID);
        }
        if (cause instanceof CertPathBuilderException) {
            return Optional.of(CertificateProblem.UNKNOWN_AUTHORITY);
        }
        if (cause instanceof CertPathValidatorException invalid) {
            return Optional.of(ofReason(invalid.getReason()));
        }
        if (cause instanceof CertificateException) {
            return Optional.of(
                    isAboutNames(cause.getMessage()) ? CertificateProblem.WRONG_HOST : CertificateProblem.OTHER);
        }
        return Optional.empty();
    }

    private static CertificateProblem ofReason(CertPathValidatorException.Reason reason) {
        if (reason == PKIXReason.NO_TRUST_ANCHOR) {
            return CertificateProblem.UNKNOWN_AUTHORITY;
        }
        if (reason == PKIXReason.INVALID_NAME) {
            return CertificateProblem.NAME_NOT_ALLOWED;
        }
        return reason == BasicReason.ALGORITHM_CONSTRAINED ? CertificateProblem.WEAK : CertificateProblem.OTHER;
    }

    /** Java's check of host names has no exception of its own. */
    private static boolean isAboutNames(String message) {
        return message != null
                && (message.startsWith("No name matching") || message.startsWith("No subject alternative"));
    }
}
