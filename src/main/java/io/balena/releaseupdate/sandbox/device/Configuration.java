package io.balena.releaseupdate.sandbox.device;

import io.balena.releaseupdate.sandbox.data.Data;
import io.balena.releaseupdate.sandbox.data.Resource;
import io.balena.releaseupdate.sandbox.data.Row;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** A device's configuration variables; its own override its fleet's. */
final class Configuration {
    private static final Duration POLL_INTERVAL = Duration.ofMinutes(15);
    private static final Set<String> OFF = Set.of("0", "false", "off");

    private final Data data;

    Configuration(Data data) {
        this.data = data;
    }

    Duration pollInterval(Row device) {
        return variable(device, "SUPERVISOR_POLL_INTERVAL")
                .filter(millis -> millis.matches("[0-9]{1,12}"))
                .map(millis -> Duration.ofMillis(Math.max(1000, Long.parseLong(millis))))
                .orElse(POLL_INTERVAL);
    }

    boolean hasDeltas(Row device) {
        return variable(device, "SUPERVISOR_DELTA").filter(OFF::contains).isEmpty();
    }

    private Optional<String> variable(Row device, String name) {
        Collection<Row> own = data.referring(Resource.DEVICE_CONFIG_VARIABLE, "device", device.id());
        Long fleet = device.reference("belongs_to__application");
        return variable(own, name)
                .or(() -> fleet == null
                        ? Optional.empty()
                        : variable(data.referring(Resource.APPLICATION_CONFIG_VARIABLE, "application", fleet), name));
    }

    private static Optional<String> variable(Collection<Row> variables, String name) {
        for (Row variable : variables) {
            String full = variable.text("name");
            if (full.equals("BALENA_" + name) || full.equals("RESIN_" + name)) {
                return Optional.of(variable.text("value"));
            }
        }
        return Optional.empty();
    }
}
