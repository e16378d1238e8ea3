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
 * The trusted certificate authorities: the built-in ones, this machine's, and those in the user's PEM files from the
 * option {@code --ca-cert} and the variables {@code NODE_EXTRA_CA_CERTS} and {@code SSL_CERT_FILE}. The user may also
 * restrict them to those of the option.
 *
 * <p>The option's file must be valid. The variables are for other programs, too, so an invalid file only causes a
 * warning, as in Node.js.
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
     * Reads nothing yet; the files are read for the first server certificate.
     *
     * @param file the value of {@code --ca-cert}
     * @param warnings receives the files that are not used, a sentence each
     */
    public static Authorities read(Optional<String> file, Map<String, String> environment, Consumer<String> warnings) {
        return read(file, environment, MachineStore.of(environment, warnings), warnings);
    }

    /**
     * Only the authorities of one file, without built-in ones and this machine's.
     *
     * @param file the value of {@code --ca-cert}
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
     * A trust manager that accepts servers certified by any of the authorities.
     *
     * @throws BalenaException.Usage if the option's file is invalid
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
     * First the user's and the built-in ones, each by itself, which is fastest; then all together with this machine's
     * file and finally its folders, since a chain may include several.
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

    /** Creates a value when it is first needed. */
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
