package io.balena.releaseupdate.model;

import java.util.Comparator;
import java.util.regex.Pattern;

/** The order in which the npm tool lists services. */
public final class ServiceNames {

    private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]{0,9}");
    private static final long LARGEST_ARRAY_INDEX = (1L << 32) - 2;
    private static final String PUNCTUATION = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$";

    /**
     * Array indexes first, by number, because the npm tool keeps services as the keys of a JavaScript object; then the
     * others in the order of JavaScript's {@code localeCompare}: punctuation, digits, letters ignoring case; lower case
     * before upper case on a tie.
     */
    public static final Comparator<String> ORDER = Comparator.comparingLong(ServiceNames::arrayIndex)
            .thenComparing(ServiceNames::compareIgnoringCase)
            .thenComparing(ServiceNames::compareLowerCaseFirst);

    private ServiceNames() {}

    /** The name as a JavaScript array index, or {@link Long#MAX_VALUE} if it is none. */
    private static long arrayIndex(String name) {
        if (DECIMAL.matcher(name).matches()) {
            long index = Long.parseLong(name);
            if (index <= LARGEST_ARRAY_INDEX) {
                return index;
            }
        }
        return Long.MAX_VALUE;
    }

    private static int compareIgnoringCase(String a, String b) {
        for (int i = 0; i < Math.min(a.length(), b.length()); i++) {
            int order = Integer.compare(weight(a.charAt(i)), weight(b.charAt(i)));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    private static int weight(char c) {
        int punctuation = PUNCTUATION.indexOf(c);
        return punctuation >= 0 ? punctuation : PUNCTUATION.length() + Character.toLowerCase(c);
    }

    private static int compareLowerCaseFirst(String a, String b) {
        return b.compareTo(a);
    }
}
