package io.balena.releaseupdate.cloud;

import io.balena.releaseupdate.settings.trust.Causes;
import io.balena.releaseupdate.text.Printable;
import io.netty.handler.ssl.NotSslRecordException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The reason why no secure connection was made, other than the server's certificate. Java has types for hardly any of
 * them, only messages, which differ slightly between versions.
 *
 * @param what what happened, which follows the server's name and a colon in a message
 * @param remedy what to do, a sentence
 */
record TlsProblem(String what, String remedy) {

    private static final Pattern ALERT = Pattern.compile("fatal alert: ([a-z_]+)");
    private static final String CHECK = "Check the network, the proxy settings and the URL.";

    static final TlsProblem NOT_TLS = new TlsProblem(
            "it did not answer with TLS; is it an http port, or a login page?",
            "Check the URL, its port, and for a proxy in between.");
    static final TlsProblem CLIENT_CERTIFICATE = new TlsProblem(
            "it wants a client certificate, which this tool can't show",
            "Use an address of balena's API that takes the token alone.");
    private static final TlsProblem OLD =
            new TlsProblem("it speaks neither TLS 1.2 nor 1.3, and older versions are not secure", CHECK);
    private static final TlsProblem NOTHING_IN_COMMON = new TlsProblem(
            "it refused the secure connection (handshake_failure): it wants a client certificate, which this tool can't"
                    + " show, or offers only ciphers that are not secure",
            "Check the server's TLS settings.");
    private static final TlsProblem UNKNOWN_NAME = new TlsProblem(
            "it does not serve this host name (unrecognized_name)", "Check the URL, and the server's TLS settings.");

    /** @return empty if the failure has nothing to do with TLS */
    static Optional<TlsProblem> of(Throwable failure) {
        List<Throwable> causes = Causes.of(failure);
        return causes.stream().map(TlsProblem::one).flatMap(Optional::stream).findFirst();
    }

    private static Optional<TlsProblem> one(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof NotSslRecordException || message.contains("Unsupported or unrecognized SSL message")) {
            return Optional.of(NOT_TLS);
        }
        if (message.contains("The server selected protocol version")) {
            return Optional.of(OLD);
        }
        Matcher alert = ALERT.matcher(message);
        return alert.find() ? Optional.of(ofAlert(alert.group(1))) : Optional.empty();
    }

    /** RFC 8446, 6.2. */
    private static TlsProblem ofAlert(String alert) {
        return switch (alert) {
            case "certificate_required",
                    "bad_certificate",
                    "no_certificate",
                    "unsupported_certificate",
                    "certificate_unknown",
                    "unknown_ca",
                    "access_denied" -> CLIENT_CERTIFICATE;
            case "protocol_version" -> OLD;
            case "handshake_failure", "insufficient_security" -> NOTHING_IN_COMMON;
            case "unrecognized_name" -> UNKNOWN_NAME;
            default -> new TlsProblem("it ended the secure connection (" + Printable.words(alert) + ")", CHECK);
        };
    }
}
