package io.balena.releaseupdate.model;

import io.balena.releaseupdate.text.Printable;
import java.util.regex.Pattern;

/**
 * Quotes user input in messages if it resembles a valid value. Anything else may be a misplaced token, and messages end
 * up in the logs of build servers.
 */
public final class Quoted {

    /** Replaces input that is not shown. */
    public static final String NOT_SHOWN = "(not shown: it may be a token)";

    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9][0-9A-Za-z.,%]{0,11}|[0-9]{1,20}|[a-z]{1,5}|");
    private static final Pattern WORD = Pattern.compile("[a-z]{1,12}|");
    private static final Pattern VERSION =
            Pattern.compile("[vV]?[0-9]{1,9}(\\.[0-9]{1,9})*([-+.][0-9A-Za-z.]{1,15}){0,3}");
    private static final Pattern SHORT_COMMIT = Pattern.compile("[0-9a-fA-F]{1,12}");
    private static final Pattern FLEET = Pattern.compile("[a-z0-9_.-]{1,15}|[a-z0-9_. -]{1,40}/[a-z0-9_. -]{1,40}");
    private static final Pattern STAGE = Pattern.compile("[0-9.]{1,12}%?|tag:[A-Za-z0-9_.=-]{1,40}|[a-z]{1,12}");
    private static final Pattern TAG_KEY = Pattern.compile("[A-Za-z0-9_. -]{0,30}");
    private static final Pattern PATH = Pattern.compile("(\\.{0,2}|~)/.*|[a-z_-]{1,12}(\\.[a-z]{2,4})?|-?");

    /** API keys have 32 letters and digits, session tokens several longer runs; real names are shorter. */
    private static final Pattern TOKEN = Pattern.compile("(?=[0-9]*[A-Za-z])[0-9A-Za-z]{20}|\\beyJ");

    private Quoted() {}

    /** Whether the text contains a token or something as random. */
    public static boolean mayHoldToken(String text) {
        return TOKEN.matcher(text).find();
    }

    /** Quotes input in place of a number. */
    public static String number(String text) {
        return quoted(text, NUMBER);
    }

    /** Quotes input in place of one of a few words. */
    public static String word(String text) {
        return quoted(text, WORD);
    }

    /** Quotes input in place of a release. */
    public static String release(String text) {
        return isLike(text, VERSION) || isLike(text, SHORT_COMMIT) ? quote(text) : quoted(text, WORD);
    }

    /** Quotes input in place of a fleet. */
    public static String fleet(String text) {
        return quoted(text, FLEET);
    }

    /** Quotes input in place of a roll-out stage. */
    public static String stage(String text) {
        return quoted(text, STAGE);
    }

    /** Quotes input in place of a tag key. */
    public static String tagKey(String text) {
        return quoted(text, TAG_KEY);
    }

    /** The path of a missing file, without quotes. */
    public static String path(String text) {
        return PATH.matcher(text).matches() ? Printable.words(text) : NOT_SHOWN;
    }

    private static String quoted(String text, Pattern usual) {
        return isLike(text, usual) ? quote(text) : NOT_SHOWN;
    }

    private static boolean isLike(String text, Pattern usual) {
        return usual.matcher(text).matches() && !mayHoldToken(text);
    }

    private static String quote(String text) {
        return "'" + Printable.words(text) + "'";
    }
}
