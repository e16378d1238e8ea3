package io.balena.releaseupdate.cli.process;

import java.io.InputStream;
import java.util.Map;

/**
 * What a command may read besides its arguments.
 *
 * @param environment variables
 * @param home the user's home directory, for an environment that does not name it
 * @param stdin which a token may come from
 * @param stdoutIsTerminal whether a person reads the result
 */
public record Surroundings(Map<String, String> environment, String home, InputStream stdin, boolean stdoutIsTerminal) {

    /** For a command whose result goes to a program. */
    public Surroundings(Map<String, String> environment, String home, InputStream stdin) {
        this(environment, home, stdin, false);
    }

    public static Surroundings ofThisProcess() {
        return new Surroundings(
                System.getenv(), System.getProperty("user.home"), System.in, StandardStreams.leadsToTerminal(1));
    }
}
