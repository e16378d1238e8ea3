package io.balena.releaseupdate.cli.value;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.FleetReference;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the value of {@code --fleet}. */
public final class FleetConverter implements ITypeConverter<FleetReference> {
    @Override
    public FleetReference convert(String value) {
        try {
            return FleetReference.parse(value);
        } catch (BalenaException.Usage e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
