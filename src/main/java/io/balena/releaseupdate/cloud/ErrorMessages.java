package io.balena.releaseupdate.cloud;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.settings.Proxy;
import io.balena.releaseupdate.settings.trust.CertificateFailure;
import io.balena.releaseupdate.text.Printable;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Explains failed requests to one server, in a user's terms and without the token.
 *
 * @param server the URL that requests go to
 * @param proxy the proxy that they go through, if any
 * @param credentials the tokens to hide
 * @param notices receives a sentence about each longer pause before a repetition
 */
record ErrorMessages(URI server, Optional<Proxy> proxy, Credentials credentials, Consumer<String> notices) {

    /** The most characters to quote of an unexpected body. */
    private static final int EXCERPT = 80;

    private static final int LONGEST_RULE = 1_000;
    private static final ObjectReader RULES = new ObjectMapper().readerFor(JsonNode.class);
    /** Comes with status 400. Other servers send a TLS alert. */
    private static final String NGINX_WANTS_CERTIFICATE = "No required SSL certificate was sent";
    /** The most characters to quote of a reason for a refusal: balena writes a sentence or two. */
    private static final int REASON = 500;
    /** Shorter pauses are not worth a notice. */
    private static final Duration UNNOTICED = Duration.ofSeconds(1);

    /** Reports longer pauses before repetitions of a request. */
    BiConsumer<Throwable, Duration> announcing(String path) {
        return (failure, pause) -> {
            if (pause.compareTo(UNNOTICED) >= 0) {
                String trouble = proxyProblem(failure)
                        .map(problem -> "the proxy " + proxy.get() + ": " + problem.what())
                        .orElseGet(() -> Failures.describe(failure));
                notices.accept(server + ", GET " + path + ": " + credentials.hide(trouble) + ". Trying again in "
                        + pause.toSeconds() + " s.");
            }
        };
    }

    BalenaException.NotLoggedIn tokenNotAccepted() {
        return new BalenaException.NotLoggedIn(server + " does not accept the token in " + credentials.source()
                + ": it is not valid or has expired. " + credentials.remedy() + proxyInBetween());
    }

    /** Over plain http, a proxy's response can look like the server's. */
    private String proxyInBetween() {
        return server.getScheme().equals("http")
                ? proxy.map(through ->
                                " Or the proxy " + through + " (from " + through.origin() + ") refused the request.")
                        .orElse("")
                : "";
    }

    /** @param failure the failure itself, {@link Failures#unwrap unwrapped} */
    BalenaException.Unavailable unavailable(String path, Throwable failure) {
        return new BalenaException.Unavailable(
                credentials.hide(message(path, failure)),
                credentials.hide(failure),
                isRefusal(failure),
                Failures.retryAfter(failure).orElse(Duration.ZERO));
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof HttpFailure http && !http.isTransient()
                || failure instanceof ProxyResponse && !TransientFailures.isTransient(failure);
    }

    /** The API accepts the token but refuses access. */
    BalenaException.Unavailable accessRefused(String path, HttpFailure failure) {
        return new BalenaException.Unavailable(
                server + " refused GET " + path + " (HTTP " + failure.status() + ") although the token is valid."
                        + " The account may lack access"
                        + (path.endsWith("/delta") ? "; openBalena offers no image deltas." : "."),
                failure,
                true,
                Duration.ZERO);
    }

    private String message(String path, Throwable failure) {
        if (failure instanceof MalformedResponse) {
            return server + " answered GET " + path + " with " + failure.getMessage()
                    + ". Check the URL, and for a proxy or login page in between.";
        }
        Optional<ProxyProblem> atProxy = proxyProblem(failure);
        if (atProxy.isPresent()) {
            return "Can't reach " + server + " through the proxy " + proxy.get() + " (from "
                    + proxy.get().origin() + "): " + atProxy.get().what() + ".\n"
                    + atProxy.get().remedy();
        }
        if (failure instanceof HttpFailure http && http.body().contains(NGINX_WANTS_CERTIFICATE)) {
            return server + ": " + TlsProblem.CLIENT_CERTIFICATE.what() + " (HTTP " + http.status() + "). "
                    + TlsProblem.CLIENT_CERTIFICATE.remedy();
        }
        if (failure instanceof HttpFailure http) {
            String wait = http.retryAfter()
                    .map(pause -> " It asks to wait " + pause.toSeconds() + " s.")
                    .orElse("");
            return server + " answered GET " + path + " with " + describe(http) + "." + wait
                    + (http.isTransient()
                            ? " Try again later; https://status.balena.io shows known problems."
                            : remedy(http));
        }
        String remedy = CertificateFailure.remedy(failure)
                .or(() -> TlsProblem.of(failure).map(TlsProblem::remedy))
                .orElse("Check the network, the proxy settings and the URL.");
        return "Can't reach " + server + " (GET " + path
                + proxy.map(through -> ", through the proxy " + through).orElse("") + "): "
                + sentence(Failures.describe(failure)) + " " + remedy;
    }

    private static String remedy(HttpFailure failure) {
        return failure.location().isPresent()
                ? " Redirects are not followed: check the URL, and for a proxy or login page in between."
                : " Check the URL, and that the account has access.";
    }

    private static String sentence(String text) {
        return text.endsWith("?") ? text : text + ".";
    }

    private Optional<ProxyProblem> proxyProblem(Throwable failure) {
        return proxy.flatMap(through -> ProxyProblem.of(failure));
    }

    /** The status and the beginning of the body, if there is one. */
    String describe(HttpFailure failure) {
        String target = failure.location().map(this::target).orElse("");
        return "HTTP " + failure.status() + (target.isEmpty() ? reason(failure) : target);
    }

    /** Host and path only: the rest of such a URL may hold a secret, and helps nobody. */
    private String target(String location) {
        try {
            URI target =
                    server.resolve(new URI(credentials.hide(location).strip().replace("[token]", "token")));
            String port = target.getPort() < 0 ? "" : ":" + target.getPort();
            return target.getHost() == null
                    ? ""
                    : ", a redirect to"
                            + excerpt(target.getHost() + port + target.getRawPath())
                                    .substring(1);
        } catch (URISyntaxException | IllegalArgumentException e) {
            return "";
        }
    }

    /** balena explains a refusal in a sentence or two. The pages of other servers say less at greater length. */
    private String reason(HttpFailure failure) {
        boolean isPage = failure.body().stripLeading().startsWith("<");
        return excerpt(text(failure.body()), failure.status() < 500 && !isPage ? REASON : EXCERPT);
    }

    /** balena sends the rule that a request broke as a JSON string. */
    private static String text(String body) {
        String json = body.strip();
        return json.length() > 1 && json.startsWith("\"") && json.endsWith("\"")
                ? json.substring(1, json.length() - 1).replace("\\\"", "\"")
                : json;
    }

    /** The rule that balena names, which it does as a JSON string: printable, and in full unless it is very long. */
    Optional<String> rule(String body) {
        try {
            JsonNode rule = RULES.readTree(body);
            return rule != null && rule.isTextual() && !rule.textValue().isBlank()
                    ? Optional.of(beginning(rule.textValue(), LONGEST_RULE))
                    : Optional.empty();
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }

    /** The beginning of a body in quotes, without control characters; empty if the body is empty. */
    String excerpt(String body) {
        return excerpt(body, EXCERPT);
    }

    private String excerpt(String body, int most) {
        String beginning = beginning(body, most);
        return beginning.isEmpty() ? "" : ": '" + beginning + "'";
    }

    private String beginning(String text, int most) {
        return Printable.beginning(credentials.hide(text), most);
    }
}
