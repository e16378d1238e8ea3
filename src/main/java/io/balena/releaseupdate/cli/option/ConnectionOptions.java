package io.balena.releaseupdate.cli.option;

import io.balena.releaseupdate.sandbox.SandboxOptions;
import io.balena.releaseupdate.settings.Settings;
import io.balena.releaseupdate.settings.trust.Authorities;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The servers of balena, the account, and whom to trust. */
public final class ConnectionOptions {

    @Option(
            names = "--api-url",
            paramLabel = "URL",
            description = "balena's API. Default: BALENARC_API_URL, apiUrl in ~/.balenarc.yml, else balenaCloud's.")
    private String apiUrl;

    @Option(
            names = "--delta-url",
            paramLabel = "URL",
            description = "The delta server. Default: BALENARC_DELTA_URL, deltaUrl in ~/.balenarc.yml, else the one"
                    + " that belongs to the API: delta. in place of api.")
    private String deltaUrl;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "Read the token from this file, - for stdin. It is an API key or a session token. Default:"
                    + " BALENA_API_KEY, else the session of the balena CLI.")
    private String tokenFile;

    @Option(
            names = "--ca-cert",
            paramLabel = "FILE",
            description = "Accept the authorities in this PEM file, too. They count besides the built-in ones, those of"
                    + " this machine, and those in NODE_EXTRA_CA_CERTS and SSL_CERT_FILE.")
    private String caCert;

    @Option(names = "--ca-cert-only", description = "Accept only the authorities of --ca-cert.")
    private boolean caCertOnly;

    @Option(
            names = "--allow-http",
            description = "Allow http:// URLs of other machines. The token can be read on the way: for test set-ups.")
    private boolean allowHttp;

    @Option(
            names = "--sandbox",
            description = "Run against a stand-in of balena in this process. No account, no network.")
    private boolean sandbox;

    @Mixin
    private FaultOptions faults;

    /** The servers that options name in place of the settings. */
    public Settings.Overrides overrides() {
        return new Settings.Overrides(Optional.ofNullable(apiUrl), Optional.ofNullable(deltaUrl), allowHttp);
    }

    /** Whom to trust; read when the first server shows its certificate. */
    public Authorities authorities(Map<String, String> environment, Consumer<String> warnings) {
        Authorities authorities = caCertOnly
                ? Authorities.only(caCert)
                : Authorities.read(Optional.ofNullable(caCert), environment, warnings);
        if (caCert != null) {
            // A bad file is refused now, although only the connection to the delta server may need it.
            authorities.trustManager();
        }
        return authorities;
    }

    /** The file that holds the token, {@code -} for stdin; empty if the option is not given. */
    public Optional<String> tokenFile() {
        return Optional.ofNullable(tokenFile);
    }

    /** Whether the token is typed, or comes from another program. */
    public boolean readsTokenFromStdin() {
        return !sandbox && "-".equals(tokenFile);
    }

    /** Whether to use a sandbox in this process in place of balena. */
    public boolean sandbox() {
        return sandbox;
    }

    /** @throws ParameterException if an option needs another one, or makes no sense beside another */
    public void check(CommandLine command) {
        if (caCertOnly && caCert == null) {
            throw new ParameterException(command, "--ca-cert-only needs --ca-cert: name the file of your authorities");
        }
        if (sandbox) {
            refuseBesideSandbox(command);
        }
        if (!sandbox && faults.areGiven()) {
            throw new ParameterException(
                    command, "--build-time, --device-speed and --fault need --sandbox: balena itself takes no orders");
        }
    }

    /** They would have no effect, although the user may believe that a real fleet is meant. */
    private void refuseBesideSandbox(CommandLine command) {
        Stream.of("--api-url", "--delta-url", "--token-file", "--ca-cert", "--ca-cert-only", "--allow-http")
                .filter(command.getParseResult()::hasMatchedOption)
                .findFirst()
                .ifPresent(option -> {
                    throw new ParameterException(
                            command,
                            option + " makes no sense with --sandbox, which stands in for balena: leave out one of"
                                    + " them");
                });
    }

    /** How the sandbox behaves. */
    public SandboxOptions sandboxOptions() {
        return faults.sandboxOptions();
    }
}
