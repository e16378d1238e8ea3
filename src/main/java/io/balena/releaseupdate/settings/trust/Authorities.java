package io.balena.releaseupdate.settings.trust;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Quoted;
import io.balena.releaseupdate.settings.SmallFile;
import io.balena.releaseupdate.text.Printable;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.TrustManager;

/**
 * The certificate authorities that count: the built-in ones, those of this machine, and those that the user adds in PEM
 * files with the option {@code --ca-cert} and the variables {@code NODE_EXTRA_CA_CERTS} and {@code SSL_CERT_FILE}, all
 * of them together. The user may also have those of the option alone.
 *
 * <p>A file that the option names must be good. The variables are meant for other programs too: a bad file only makes
 * for a warning, as Node.js does it.
 */
public final class Authorities {

    /** Only the built-in ones. */
    public static final Authorities BUILT_IN =
            new Authorities(Optional.empty(), false, Map.of(), MachineStore.NONE, warning -> {});

    private static final String OPTION = "--ca-cert";
    private static final List<String> VARIABLES = List.of("NODE_EXTRA_CA_CERTS", MachineStore.FILE_VARIABLE);

    private final Optional<String> file;
    private final boolean isFileAlone;
    private final Map<String, String> variables;
    private final MachineStore machine;
    private final Consumer<String> warnings;
    private TrustManager trustManager;

    private Authorities(
            Optional<String> file,
            boolean isFileAlone,
            Map<String, String> variables,
            MachineStore machine,
            Consumer<String> warnings) {
        this.file = file;
        this.isFileAlone = isFileAlone;
        this.variables = variables;
        this.machine = machine;
        this.warnings = warnings;
    }

    /**
     * Reads nothing yet: that is done for the first server that has a certificate to show.
     *
     * @param file what {@code --ca-cert} names
     * @param warnings is told of files that are not used, a sentence each
     */
    public static Authorities read(Optional<String> file, Map<String, String> environment, Consumer<String> warnings) {
        return read(file, environment, MachineStore.of(environment, warnings), warnings);
    }

    /**
     * Those of one file and no others, neither built-in ones nor this machine's.
     *
     * @param file what {@code --ca-cert} names
     */
    public static Authorities only(String file) {
        return new Authorities(Optional.of(file), true, Map.of(), MachineStore.NONE, warning -> {});
    }

    static Authorities read(
            Optional<String> file, Map<String, String> environment, MachineStore machine, Consumer<String> warnings) {
        Map<String, String> variables = new LinkedHashMap<>();
        VARIABLES.stream()
                .filter(name -> !environment.getOrDefault(name, "").isEmpty())
                .filter(name -> !environment.get(name).equals(MachineStore.NOTHING))
                .forEach(name -> variables.put(name, environment.get(name)));
        return new Authorities(file, false, variables, machine, warnings);
    }

    /**
     * Accepts servers that any of the authorities vouches for.
     *
     * @throws BalenaException.Usage if the file of the option is not good
     */
    public synchronized TrustManager trustManager() {
        if (trustManager == null) {
            List<X509Certificate> added = new ArrayList<>();
            file.ifPresent(name -> added.addAll(required(name)));
            variables.forEach((variable, name) -> added.addAll(usable(variable, name)));
            trustManager = isFileAlone ? trustingOnly(added) : trusting(added);
        }
        return trustManager;
    }

    private static TrustManager trustingOnly(List<X509Certificate> added) {
        return new ServerTrust(List.of(once(() -> TrustedAuthorities.of(added))), () -> added);
    }

    /**
     * First what the user added, and what is built in, each for itself, which is the quickest; then all together, since
     * a chain may lead over one to another, with this machine's file and in the end its folders.
     */
    private TrustManager trusting(List<X509Certificate> added) {
        Supplier<TrustedAuthorities> builtIn = once(TrustedAuthorities::builtIn);
        Supplier<List<X509Certificate>> known = once(() ->
                Stream.concat(added.stream(), builtIn.get().certificates()).toList());
        Supplier<List<X509Certificate>> withFile =
                once(() -> Stream.concat(known.get().stream(), machine.ofFile().stream())
                        .distinct()
                        .toList());
        Supplier<List<X509Certificate>> withFolders =
                once(() -> Stream.concat(withFile.get().stream(), machine.ofFolders().stream())
                        .distinct()
                        .toList());
        List<Supplier<TrustedAuthorities>> sets = new ArrayList<>();
        if (!added.isEmpty()) {
            sets.add(once(() -> TrustedAuthorities.of(added)));
        }
        sets.add(builtIn);
        sets.add(once(() -> TrustedAuthorities.of(withFile.get())));
        sets.add(once(() -> TrustedAuthorities.of(withFolders.get())));
        return new ServerTrust(sets, known);
    }

    /** Makes a value when it is first needed. */
    private static <T> Supplier<T> once(Supplier<T> maker) {
        return new Supplier<>() {
            private T value;

            @Override
            public synchronized T get() {
                if (value == null) {
                    value = maker.get();
                }
                return value;
            }
        };
    }

    private static List<X509Certificate> required(String name) {
        PemFile pem;
        try {
            pem = PemFile.read(name);
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
        return new BalenaException.Usage("The file " + shown(name) + " (from " + OPTION + ") " + problem
                + ".\nName a file with the certificates of your certificate authorities.");
    }

    private List<X509Certificate> usable(String variable, String name) {
        String subject = "The file " + shown(name) + " (from " + variable + ") ";
        try {
            PemFile pem = PemFile.read(name);
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

    private static String shown(String name) {
        return SmallFile.exists(name) ? Printable.words(name) : Quoted.path(name);
    }
}
