package io.balena.releaseupdate.cli.value;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.ReleaseReference;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the value of {@code --from-release} and {@code --to-release}. */
public final class ReleaseConverter implements ITypeConverter<ReleaseReference> {
    @Override
    public ReleaseReference convert(String value) {
        try {
            return ReleaseReference.parse(value);
        } catch (BalenaException.Usage e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
