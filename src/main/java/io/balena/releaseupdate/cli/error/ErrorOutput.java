package io.balena.releaseupdate.cli.error;

import io.balena.releaseupdate.text.Printable;
import io.balena.releaseupdate.text.TextStyle;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Errors on stderr. A job of GitHub Actions also gets each as an annotation of the run.
 *
 * @param annotates whether this is such a job
 * @param style of the first word
 */
public record ErrorOutput(PrintWriter err, boolean annotates, TextStyle style) {

    private static final int MOST_CAUSES = 10;

    /** @param environment says whether this is a job of GitHub Actions */
    public static ErrorOutput of(PrintWriter err, Map<String, String> environment, boolean isColored) {
        return new ErrorOutput(
                err,
                "true".equals(environment.get("GITHUB_ACTIONS")),
                new TextStyle(TextStyle.UNLIMITED, isColored, false));
    }

    /** @param message a sentence or more, which may have several lines */
    public void print(String message) {
        String printable = Printable.message(message);
        String error = style.color(TextStyle.Color.BAD, "ERROR:") + " ";
        if (!annotates) {
            err.println(error + printable);
            return;
        }
        // The runner takes any line that begins like a command for one. Text from balena must not.
        err.println(error + printable.replaceAll("(?m)^(\\s*):(?=:)", "$1: "));
        err.println("::error::" + escaped(printable));
    }

    /** As the runner reads the text of a command. */
    private static String escaped(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    /** A line for each cause of a failure. */
    public static String causes(Throwable failure) {
        return Stream.iterate(failure.getCause(), Objects::nonNull, Throwable::getCause)
                .limit(MOST_CAUSES)
                .map(cause -> "Cause: " + cause.toString().replace("\n", " ") + System.lineSeparator())
                .collect(Collectors.joining());
    }

    /** The stack trace, fit for a terminal. */
    public static String trace(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace, true));
        // A tab is a control character, too.
        return trace.toString().replace("\t", "    ");
    }
}
