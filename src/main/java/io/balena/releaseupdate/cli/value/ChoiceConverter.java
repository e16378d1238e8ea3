package io.balena.releaseupdate.cli.value;

import io.balena.releaseupdate.model.Quoted;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads one of a few words. The words are what the constants print themselves as.
 *
 * @param constants what can be chosen
 */
public record ChoiceConverter<T>(T... constants) implements ITypeConverter<T> {

    @SafeVarargs
    public ChoiceConverter {}

    @Override
    public T convert(String value) {
        return Arrays.stream(constants)
                .filter(constant -> constant.toString().equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(Quoted.word(value) + " is none of "
                        + Arrays.stream(constants).map(Object::toString).collect(Collectors.joining(", "))));
    }
}
