package io.balena.releaseupdate.cli.value;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.UpdateGoal;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the value of {@code status --until}. */
public final class GoalConverter implements ITypeConverter<UpdateGoal> {
    @Override
    public UpdateGoal convert(String value) {
        try {
            return UpdateGoal.parse(value);
        } catch (BalenaException.Usage e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
