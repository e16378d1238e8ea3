package io.balena.releaseupdate.cli.value;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.TargetReference;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the value of {@code fleet --to-release}. */
public final class TargetConverter implements ITypeConverter<TargetReference> {
    @Override
    public TargetReference convert(String value) {
        try {
            return TargetReference.parse(value);
        } catch (BalenaException.Usage e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
