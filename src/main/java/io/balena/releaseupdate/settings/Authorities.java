package io.balena.releaseupdate.settings;

import io.balena.releaseupdate.model.BalenaException;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * The certificate authorities that a user trusts besides the built-in ones, in PEM files: the option
 * {@code --ca-cert} and the variables {@code NODE_EXTRA_CA_CERTS} and {@code SSL_CERT_FILE}, all of them together.
 *
 * <p>A file that the option names must be good. The variables are meant for other programs too, so that a bad file only
 * makes for a warning, as Node.js does it.
 */
public final class Authorities {

    /** Only the built-in ones. */
    public static final Authorities BUILT_IN = new Authorities(Optional.empty(), Map.of(), warning -> {});

    private static final String OPTION = "--ca-cert";
    private static final List<String> VARIABLES = List.of("NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE");
    /** Bundles of all authorities of the world take a quarter of a mebibyte. */
    private static final int LIMIT_IN_KIB = 8 * 1024;

    private final Optional<String> file;
    private final Map<String, String> variables;
    private final Consumer<String> warnings;
    private Optional<TrustManager> trustManager;

    private Authorities(Optional<String> file, Map<String, String> variables, Consumer<String> warnings) {
        this.file = file;
        this.variables = variables;
        this.warnings = warnings;
    }

    /**
     * Reads nothing yet: that is done for the first server that has a certificate to show.
     *
     * @param file what {@code --ca-cert} names
     * @param warnings is told of files that are not used, a sentence each
     */
    public static Authorities read(Optional<String> file, Map<String, String> environment, Consumer<String> warnings) {
        Map<String, String> variables = new LinkedHashMap<>();
        VARIABLES.stream()
                .filter(name -> !environment.getOrDefault(name, "").isEmpty())
                .forEach(name -> variables.put(name, environment.get(name)));
        return new Authorities(file, variables, warnings);
    }

    /**
     * What accepts the built-in and the additional authorities; empty where there are none to add.
     *
     * @throws BalenaException.Usage where the file of the option is not good
     */
    public synchronized Optional<TrustManager> trustManager() {
        if (trustManager == null) {
            List<X509Certificate> added = new ArrayList<>();
            file.ifPresent(name -> added.addAll(required(name)));
            variables.forEach((variable, name) -> added.addAll(usable(variable, name)));
            trustManager = added.isEmpty() ? Optional.empty() : Optional.of(combined(added));
        }
        return trustManager;
    }

    private static List<X509Certificate> required(String name) {
        PemFile pem;
        try {
            pem = load(name);
        } catch (IOException e) {
            throw wrong(name, "can't be read: " + SmallFile.reason(e));
        }
        if (pem.unreadable() > 0) {
            throw wrong(name, "holds a certificate that can't be understood");
        }
        if (pem.certificates().isEmpty()) {
            throw wrong(name, "holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)");
        }
        return pem.certificates();
    }

    private static BalenaException.Usage wrong(String name, String problem) {
        return new BalenaException.Usage("The file " + BalenaException.shown(name) + " (from " + OPTION + ") " + problem
                + ".\nName a file with the certificates of your certificate authorities.");
    }

    private List<X509Certificate> usable(String variable, String name) {
        String subject = "The file " + BalenaException.shown(name) + " (from " + variable + ") ";
        try {
            PemFile pem = load(name);
            if (pem.unreadable() > 0) {
                warnings.accept(subject + "holds certificates that can't be understood (" + pem.unreadable()
                        + "); the others (" + pem.certificates().size() + ") are used.");
            } else if (pem.certificates().isEmpty()) {
                warnings.accept(subject + "holds no certificate in PEM form and is not used.");
            }
            return pem.certificates();
        } catch (IOException e) {
            warnings.accept(subject + "can't be read and is not used: " + SmallFile.reason(e) + ".");
            return List.of();
        }
    }

    private static PemFile load(String name) throws IOException {
        try {
            return PemFile.parse(SmallFile.read(Path.of(name), LIMIT_IN_KIB));
        } catch (InvalidPathException e) {
            throw new IOException("no path that this system can use", e);
        }
    }

    /**
     * One store for all of them: a chain of certificates may lead over an additional authority to a built-in one. In an
     * executable the built-in ones are those of the machine that built it.
     */
    private static TrustManager combined(List<X509Certificate> added) {
        try {
            List<X509Certificate> all = new ArrayList<>(added);
            all.addAll(List.of(x509(trustManagers(null)).getAcceptedIssuers()));
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < all.size(); i++) {
                store.setCertificateEntry(Integer.toString(i), all.get(i));
            }
            return x509(trustManagers(store));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("No trust store", e);
        }
    }

    private static Stream<TrustManager> trustManagers(KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return Stream.of(factory.getTrustManagers());
    }

    private static X509TrustManager x509(Stream<TrustManager> managers) {
        return managers.filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .findFirst()
                .orElseThrow();
    }
}
