package io.balena.releaseupdate.cli;

import picocli.CommandLine.ITypeConverter;

/** Reads the value of an option that takes a number of seconds. */
final class Seconds implements ITypeConverter<Long> {
    @Override
    public Long convert(String value) {
        return CommandLines.number(value, Long::valueOf, "a whole number of seconds without a unit");
    }
}
