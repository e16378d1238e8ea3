package io.balena.releaseupdate.settings.trust;

import io.balena.releaseupdate.model.Quoted;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The certificate authorities that this machine trusts. As with OpenSSL and Go, {@code SSL_CERT_FILE} replaces the
 * machine's own file, and {@code SSL_CERT_DIR} its own folders.
 *
 * <p>Unreadable certificates are skipped: they must not stop a command.
 *
 * @param files the first existing one counts
 * @param folders of files in PEM form
 */
record MachineStore(List<String> files, List<String> folders, Consumer<String> warnings) {

    /** The paths of Go's crypto/x509 (root_linux.go, root_bsd.go). */
    private static final List<String> FILES = List.of(
            "/etc/ssl/certs/ca-certificates.crt", // Debian, Ubuntu, Arch, Gentoo
            "/etc/pki/tls/certs/ca-bundle.crt", // Fedora, RHEL
            "/etc/ssl/ca-bundle.pem", // openSUSE
            "/etc/pki/tls/cacert.pem", // OpenELEC
            "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", // RHEL 7 and later
            "/etc/ssl/cert.pem", // Alpine, macOS, OpenBSD
            "/usr/local/etc/ssl/cert.pem", // FreeBSD
            "/usr/local/share/certs/ca-root-nss.crt", // DragonFly
            "/etc/openssl/certs/ca-certificates.crt" // NetBSD
            );

    private static final List<String> FOLDERS = List.of("/etc/ssl/certs", "/etc/pki/tls/certs");

    static final String FILE_VARIABLE = "SSL_CERT_FILE";
    static final String FOLDERS_VARIABLE = "SSL_CERT_DIR";

    /** The value by which a variable disables the file or folders. */
    static final String NOTHING = "/dev/null";

    private static final int MOST_FILES = 5_000;

    /** An empty store. */
    static final MachineStore NONE = new MachineStore(List.of(), List.of(), warning -> {});

    /** Reads nothing yet. */
    static MachineStore of(Map<String, String> environment, Consumer<String> warnings) {
        return of(environment, new MachineStore(FILES, FOLDERS, warnings));
    }

    /**
     * Applies the variables.
     *
     * @param own the machine's store, whose paths the variables replace
     */
    static MachineStore of(Map<String, String> environment, MachineStore own) {
        boolean hasFile = !environment.getOrDefault(FILE_VARIABLE, "").isEmpty();
        String folders = environment.getOrDefault(FOLDERS_VARIABLE, "");
        return new MachineStore(
                hasFile ? List.of() : own.files,
                folders.isEmpty() ? own.folders : named(folders, own.warnings),
                own.warnings);
    }

    private static List<String> named(String folders, Consumer<String> warnings) {
        return Stream.of(folders.split(File.pathSeparator))
                .filter(name -> !name.isEmpty() && !name.equals(NOTHING))
                .filter(name -> {
                    boolean isFolder = new File(name).isDirectory();
                    if (!isFolder) {
                        warnings.accept("The folder " + Quoted.path(name) + " (from " + FOLDERS_VARIABLE
                                + ") does not exist and is not used.");
                    }
                    return isFolder;
                })
                .toList();
    }

    /** The certificates of the first file that exists. */
    Set<X509Certificate> ofFile() {
        return files.stream()
                .map(File::new)
                .filter(File::exists)
                .findFirst()
                .map(file -> certificates(file.toPath()))
                .orElse(Set.of());
    }

    /** The certificates of all files in the folders. */
    Set<X509Certificate> ofFolders() {
        Set<X509Certificate> certificates = new LinkedHashSet<>();
        for (String folder : folders) {
            entries(folder).forEach(file -> certificates.addAll(certificates(file)));
        }
        return certificates;
    }

    private static List<Path> entries(String folder) {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(folder))) {
            for (Path file : files) {
                if (entries.size() < MOST_FILES && Files.isRegularFile(file) && !isAlias(file)) {
                    entries.add(file);
                }
            }
        } catch (IOException | InvalidPathException | DirectoryIteratorException e) {
            // The entries read so far.
        }
        entries.sort(null);
        return entries;
    }

    /** OpenSSL looks certificates up by names like 002c0b4f.0, which link to files in the same folder. */
    private static boolean isAlias(Path file) throws IOException {
        return Files.isSymbolicLink(file)
                && Files.readSymbolicLink(file).getNameCount() == 1
                && !Files.readSymbolicLink(file).isAbsolute();
    }

    private static Set<X509Certificate> certificates(Path file) {
        try {
            return new LinkedHashSet<>(PemFile.read(file.toString()).certificates());
        } catch (IOException e) {
            return Set.of();
        }
    }
}
