package io.balena.releaseupdate.cli.value;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.rollout.plan.StageSize;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The value of {@code rollout --stages}: picocli would take a list for an option that can be repeated. */
public record Stages(List<StageSize> sizes) {

    /** Reads it. */
    public static final class Converter implements ITypeConverter<Stages> {
        @Override
        public Stages convert(String value) {
            try {
                return new Stages(StageSize.parseList(value));
            } catch (BalenaException.Usage e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
