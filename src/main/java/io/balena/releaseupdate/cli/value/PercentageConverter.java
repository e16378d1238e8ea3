package io.balena.releaseupdate.cli.value;

import io.balena.releaseupdate.model.Quoted;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads the value of an option that takes a share: {@code 5} or {@code 5%}, {@code 0.5%}. Less than one percent needs the
 * sign: other tools take {@code 0.05} for 5%.
 */
public final class PercentageConverter implements ITypeConverter<BigDecimal> {

    private static final Pattern SYNTAX = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,6})?%?");
    private static final BigDecimal ALL = BigDecimal.valueOf(100);

    @Override
    public BigDecimal convert(String value) {
        if (SYNTAX.matcher(value).matches()) {
            BigDecimal percent = new BigDecimal(value.replace("%", ""));
            boolean mayBeFraction =
                    !value.endsWith("%") && percent.signum() > 0 && percent.compareTo(BigDecimal.ONE) < 0;
            if (mayBeFraction) {
                throw new TypeConversionException("'" + value + "' may be " + value + "% or "
                        + percent.movePointRight(2).stripTrailingZeros().toPlainString()
                        + "%: write it with the percent sign");
            }
            if (percent.compareTo(ALL) <= 0) {
                return percent;
            }
        }
        throw new TypeConversionException(Quoted.number(value) + " is not a share from 0% to 100%");
    }
}
