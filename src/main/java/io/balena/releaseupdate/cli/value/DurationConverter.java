package io.balena.releaseupdate.cli.value;

import io.balena.releaseupdate.model.Quoted;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the value of an option that takes a time: whole seconds, or with units as in {@code 30m} and {@code 1h30m}. */
public final class DurationConverter implements ITypeConverter<Long> {

    private static final Pattern WITH_UNITS =
            Pattern.compile("(?=[0-9])(?:([0-9]{1,18})d)?(?:([0-9]{1,18})h)?(?:([0-9]{1,18})m)?(?:([0-9]{1,18})s)?");
    private static final long[] UNITS = {86_400, 3_600, 60, 1};

    @Override
    public Long convert(String value) {
        Matcher matcher = WITH_UNITS.matcher(value);
        return matcher.matches()
                ? sum(matcher, value)
                : WholeNumberConverter.parse(
                        value, Long::valueOf, "a whole number of seconds, nor a time like 30m or 2h");
    }

    private static long sum(Matcher matcher, String value) {
        try {
            long seconds = 0;
            for (int i = 0; i < UNITS.length; i++) {
                String count = matcher.group(i + 1);
                if (count != null) {
                    seconds = Math.addExact(seconds, Math.multiplyExact(Long.parseLong(count), UNITS[i]));
                }
            }
            return seconds;
        } catch (ArithmeticException e) {
            throw new TypeConversionException(Quoted.number(value) + " is too large");
        }
    }
}
