package io.balena.releaseupdate.cli.option;

import io.balena.releaseupdate.cli.value.DurationConverter;
import io.balena.releaseupdate.model.Quoted;
import io.balena.releaseupdate.sandbox.Fault;
import io.balena.releaseupdate.sandbox.SandboxOptions;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How a sandbox behaves. */
public final class FaultOptions {

    private static final BigDecimal LONGEST_BUILD = BigDecimal.valueOf(86_400);
    private static final double HIGHEST_SPEED = 1_000_000;

    @Option(
            names = "--build-time",
            paramLabel = "N",
            converter = BuildTime.class,
            description = "Sandbox: how many seconds a delta takes to build. Default: 3.")
    private Duration buildTime;

    @Option(
            names = "--device-speed",
            paramLabel = "N",
            converter = Speed.class,
            description = "Sandbox: how many times as fast its devices live. 60 turns their hours into minutes."
                    + " Default: 1.")
    private Double deviceSpeed;

    @Option(
            names = "--fault",
            paramLabel = "SPEC",
            converter = FaultConverter.class,
            description =
                    "Sandbox: misbehave, as in describe=503*2; repeatable. Others are trigger=hang, build/main=fail"
                            + " and device/20%%=reject; see docs/sandbox.md.")
    private List<Fault> faults = new ArrayList<>();

    /** How fast the sandbox builds and updates, and where it misbehaves. */
    public SandboxOptions sandboxOptions() {
        SandboxOptions options = SandboxOptions.defaults().withFaults(faults);
        if (buildTime != null) {
            options = options.withBuildTime(buildTime);
        }
        return deviceSpeed == null ? options : options.withDeviceSpeed(deviceSpeed);
    }

    /** Whether any of these was given, which makes sense with a sandbox only. */
    boolean areGiven() {
        return !faults.isEmpty() || buildTime != null || deviceSpeed != null;
    }

    private static final class FaultConverter implements ITypeConverter<Fault> {
        @Override
        public Fault convert(String value) {
            try {
                return Fault.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(
                        Quoted.mayHoldToken(value) ? "Invalid fault " + Quoted.NOT_SHOWN : e.getMessage());
            }
        }
    }

    private static final class Speed implements ITypeConverter<Double> {
        @Override
        public Double convert(String value) {
            if (value.matches("[0-9]{1,7}([.][0-9]{1,3})?")) {
                double speed = Double.parseDouble(value);
                if (speed > 0 && speed <= HIGHEST_SPEED) {
                    return speed;
                }
            }
            throw new TypeConversionException(Quoted.number(value) + " is not a number above 0 and up to a million");
        }
    }

    private static final class BuildTime implements ITypeConverter<Duration> {

        private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?|\\.[0-9]{1,9}");
        private static final Pattern WITH_UNIT = Pattern.compile("[0-9dhms]*[dhms]");

        @Override
        public Duration convert(String value) {
            if (DECIMAL.matcher(value).matches() || WITH_UNIT.matcher(value).matches()) {
                BigDecimal seconds = DECIMAL.matcher(value).matches()
                        ? new BigDecimal(value)
                        : BigDecimal.valueOf(new DurationConverter().convert(value));
                if (seconds.compareTo(LONGEST_BUILD) <= 0) {
                    return Duration.ofMillis(seconds.movePointRight(3).longValue());
                }
            }
            throw new TypeConversionException(
                    Quoted.number(value) + " is not a number of seconds, or a time like 30m, up to a day");
        }
    }
}
