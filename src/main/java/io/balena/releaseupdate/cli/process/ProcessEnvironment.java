package io.balena.releaseupdate.cli.process;

import io.balena.releaseupdate.output.progress.Terminal;
import java.io.InputStream;
import java.util.Map;

/**
 * Everything that a command may read besides its arguments.
 *
 * @param environment variables
 * @param home the user's home directory, for an environment that does not name it
 * @param stdin which a token may come from
 * @param stdout what the result is shown on
 */
public record ProcessEnvironment(Map<String, String> environment, String home, InputStream stdin, Terminal stdout) {

    /** For a command whose result goes to a program. */
    public ProcessEnvironment(Map<String, String> environment, String home, InputStream stdin) {
        this(environment, home, stdin, Terminal.NONE);
    }

    /** Those of the process that this runs in. */
    public static ProcessEnvironment ofThisProcess() {
        Map<String, String> environment = System.getenv();
        return new ProcessEnvironment(
                environment, System.getProperty("user.home"), System.in, Terminals.stdout(environment));
    }
}
