package io.balena.releaseupdate.cli.value;

import io.balena.releaseupdate.model.Quoted;
import java.util.function.Function;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads a number in the digits 0 to 9: Java would also take those of other scripts.
 *
 * @param parser of the number's type
 */
public record WholeNumberConverter<T>(Function<String, T> parser) implements ITypeConverter<T> {

    private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]+");

    @Override
    public T convert(String value) {
        return parse(value, parser, "a whole number");
    }

    /**
     * Reads a number.
     *
     * @param expected what the value should be, for the message if it is not
     * @throws TypeConversionException if it is not, or is too large
     */
    static <T> T parse(String value, Function<String, T> parser, String expected) {
        try {
            if (DECIMAL.matcher(value).matches()) {
                return parser.apply(value);
            }
        } catch (NumberFormatException e) {
            // Too large.
        }
        throw new TypeConversionException(Quoted.number(value) + " is not " + expected + ", or too large");
    }
}
