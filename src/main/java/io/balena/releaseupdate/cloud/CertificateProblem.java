package io.balena.releaseupdate.cloud;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXReason;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Why a server's certificate was not accepted, and what can be done. Ordered by what says more. */
enum CertificateProblem {
    EXPIRED(
            "its certificate has expired",
            "Renew the server's certificate; if it is good, set the clock of this machine."),
    NOT_YET_VALID(
            "its certificate is not valid yet",
            "Set the clock of this machine; if it is right, replace the server's certificate."),
    WRONG_HOST(
            "its certificate is for another host",
            "Check the URL, and for a proxy or login page in between; or have the host's name put into the"
                    + " certificate."),
    UNKNOWN_AUTHORITY(
            "its certificate is signed by an authority that is not known here",
            "If it is your own (openBalena, or a proxy that looks into connections), name its certificate with"
                    + " --ca-cert FILE or in NODE_EXTRA_CA_CERTS."),
    OTHER(
            "its certificate is not acceptable",
            "Replace the server's certificate; --verbose shows what is wrong with it.");

    private final String what;
    private final String remedy;

    CertificateProblem(String what, String remedy) {
        this.what = what;
        this.remedy = remedy;
    }

    /** To stand behind the server's name and a colon. */
    String what() {
        return what;
    }

    /** A sentence. */
    String remedy() {
        return remedy;
    }

    /** What is wrong according to the causes of a failure; empty where it is not a certificate. */
    static Optional<CertificateProblem> of(Throwable failure) {
        Set<CertificateProblem> found = EnumSet.noneOf(CertificateProblem.class);
        Failures.causes(failure).forEach(cause -> one(cause).ifPresent(found::add));
        return found.stream().findFirst();
    }

    private static Optional<CertificateProblem> one(Throwable cause) {
        if (cause instanceof CertificateExpiredException) {
            return Optional.of(EXPIRED);
        }
        if (cause instanceof CertificateNotYetValidException) {
            return Optional.of(NOT_YET_VALID);
        }
        if (cause instanceof CertPathBuilderException) {
            return Optional.of(UNKNOWN_AUTHORITY);
        }
        if (cause instanceof CertPathValidatorException invalid) {
            return Optional.of(invalid.getReason() == PKIXReason.NO_TRUST_ANCHOR ? UNKNOWN_AUTHORITY : OTHER);
        }
        if (cause instanceof CertificateException) {
            return Optional.of(isAboutNames(cause.getMessage()) ? WRONG_HOST : OTHER);
        }
        return Optional.empty();
    }

    /** Java's check of host names has no exception of its own. */
    private static boolean isAboutNames(String message) {
        return message != null
                && (message.startsWith("No name matching") || message.startsWith("No subject alternative"));
    }
}
