package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.Version;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;

/** Shows the version alone; the command {@code version} shows more. */
final class VersionOption {

    @Option(
            names = {"-v", "--version"},
            versionHelp = true,
            description = "Show the version and exit.")
    private boolean version;

    /** The version alone. */
    static final class Provider implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {Version.NUMBER};
        }
    }
}
