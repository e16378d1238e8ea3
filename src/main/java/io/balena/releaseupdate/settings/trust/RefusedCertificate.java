package io.balena.releaseupdate.settings.trust;

import java.security.cert.CertificateException;

/** A rejected server certificate, with a reason worded for users. */
final class RefusedCertificate extends CertificateException {

    private static final long serialVersionUID = 1;

    private final CertificateProblem problem;
    private final String remedy;

    /** @param what to stand behind the server's name and a colon */
    RefusedCertificate(CertificateProblem problem, String what) {
        this(problem, what, problem.remedy());
    }

    /**
     * @param what to stand behind the server's name and a colon
     * @param remedy a sentence
     */
    RefusedCertificate(CertificateProblem problem, String what, String remedy) {
        super(what);
        this.problem = problem;
        this.remedy = remedy;
    }

    CertificateProblem problem() {
        return problem;
    }

    String remedy() {
        return remedy;
    }
}
