package io.balena.releaseupdate.settings;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.Quoted;
import io.balena.releaseupdate.text.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sources of a token, of which the first that has one counts: the user's token file, the variable
 * {@code BALENA_API_KEY}, the balena CLI's session.
 *
 * @param tokenFile the option {@code --token-file}; {@code -} is the standard input; empty if it was not given
 * @param dataDirectory see {@link Settings#dataDirectory()}
 * @param standardInput read only if {@code tokenFile} says so, and not closed
 */
public record TokenSources(
        Optional<String> tokenFile,
        Map<String, String> environment,
        Optional<Path> dataDirectory,
        InputStream standardInput) {

    private static final String VARIABLE = "BALENA_API_KEY";

    /** Names that are used by mistake, or that other balena programs read. */
    private static final List<String> OTHER_VARIABLES =
            List.of("BALENA_TOKEN", "BALENARC_API_KEY", "BALENARC_TOKEN", "BALENA_API_TOKEN", "BALENA_AUTH_TOKEN");

    /**
     * A token and its source.
     *
     * @param source to follow "the token in" in a message
     * @param sessionFile where to save a renewed one; empty for tokens that this program does not renew
     */
    record Found(Token token, String source, Optional<SessionFile> sessionFile) {}

    /**
     * Finds the token.
     *
     * @param deadline how long to wait for one from a terminal or a pipe
     * @throws BalenaException.NotLoggedIn if there is no token, or the first one found is malformed
     * @throws BalenaException.TimedOut if none arrived in time
     * @throws BalenaException.Usage if the user's token file can't be read
     */
    Found find(Deadline deadline) {
        if (tokenFile.isPresent()) {
            String source = tokenFile.get().equals("-") ? "the standard input" : tokenFile.get();
            return found(readTokenFile(deadline), source);
        }
        String variable = environment.getOrDefault(VARIABLE, "");
        if (!variable.isEmpty()) {
            return found(variable, VARIABLE);
        }
        SessionFile sessionFile = dataDirectory
                .map(SessionFile::new)
                .orElseThrow(() -> nobody("there is no home folder that could hold a session"));
        Token token = sessionFile.read().orElseThrow(() -> nobody("there is no session in " + shown(sessionFile)));
        return new Found(token, sessionFile.toString(), Optional.of(sessionFile));
    }

    /** Omits the environment, which may contain the token. */
    @Override
    public String toString() {
        return "TokenSources[tokenFile=" + tokenFile + ", dataDirectory=" + dataDirectory + "]";
    }

    private String readTokenFile(Deadline deadline) {
        String name = tokenFile.orElseThrow();
        try {
            byte[] content = name.equals("-")
                    ? SmallFile.read(standardInput, Token.LIMIT_IN_KIB, deadline)
                    : SmallFile.read(Path.of(name), Token.LIMIT_IN_KIB, deadline);
            return new String(content, StandardCharsets.UTF_8);
        } catch (SmallFile.TooLate e) {
            throw new BalenaException.TimedOut("Timed out before a token came from --token-file " + name + ".");
        } catch (IOException e) {
            throw unreadable(name, SmallFile.reason(e));
        } catch (InvalidPathException e) {
            throw unreadable(name, "no path that this system can use");
        }
    }

    private static BalenaException.Usage unreadable(String name, String reason) {
        String shown = SmallFile.exists(name) ? Printable.words(name) : Quoted.path(name);
        return new BalenaException.Usage("Can't read the token from --token-file " + shown + ": " + reason
                + ".\nName a file that holds a session token or an API key, or - for the standard input.");
    }

    /** A missing folder is not shown: the setting may contain a token by mistake. */
    private String shown(SessionFile sessionFile) {
        return Quoted.mayHoldToken(sessionFile.toString())
                        && dataDirectory.filter(Files::isDirectory).isEmpty()
                ? "the folder of the setting dataDirectory, which does not exist"
                : sessionFile.toString();
    }

    private static Found found(String text, String source) {
        try {
            return new Found(Token.parse(text), source, Optional.empty());
        } catch (IllegalArgumentException e) {
            throw new BalenaException.NotLoggedIn("The token in " + source + " " + e.getMessage()
                    + ".\nPut an API key or a session token there, and nothing else.");
        }
    }

    private Optional<String> otherVariable() {
        return OTHER_VARIABLES.stream()
                .filter(name -> !environment.getOrDefault(name, "").isEmpty())
                .findFirst();
    }

    private BalenaException.NotLoggedIn nobody(String why) {
        // On a build server, this is often a secret that was not passed to the job.
        String hint = environment.containsKey(VARIABLE)
                ? " (" + VARIABLE + " is set, but empty)"
                : otherVariable()
                        .map(name -> " (" + name + " is set, but not read)")
                        .orElse("");
        return new BalenaException.NotLoggedIn("Not logged in: " + why + hint + ".\n"
                + otherVariable()
                        .map(name -> "The token goes into " + VARIABLE + ": rename the variable, or r")
                        .orElse("R")
                + "un `balena login`, set " + VARIABLE + ", or name a file with a token: --token-file.");
    }
}
