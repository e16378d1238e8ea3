package io.balena.releaseupdate.settings.trust;

/** Why a server's certificate was rejected, and the remedy. The most informative first. */
public enum CertificateProblem {
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
    NAME_NOT_ALLOWED(
            "its certificate's authority is limited to other hosts by its name constraints",
            "Use a host name that the authority may sign for, or have another authority sign the certificate."),
    WEAK(
            "its certificate is not secure enough",
            "Replace it with one that has a key of 2048 bits (RSA) or 256 (EC) at least, signed with SHA-256."),
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

    /** The problem, to follow the server's name and a colon. */
    public String what() {
        return what;
    }

    /** The remedy, as a sentence. */
    public String remedy() {
        return remedy;
    }
}
