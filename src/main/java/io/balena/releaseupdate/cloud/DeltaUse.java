package io.balena.releaseupdate.cloud;

import java.util.Collection;
import java.util.Set;

/**
 * Conditions that match devices without deltas of version 3. Each compares fields with literals only.
 *
 * @param isOffForFleet whether the fleet's configuration switches deltas off
 */
record DeltaUse(boolean isOffForFleet) {

    /** Either prefix means the same to the supervisor. */
    private static final String NAMES = "name in ('RESIN_SUPERVISOR_DELTA','BALENA_SUPERVISOR_DELTA')";

    private static final Set<String> OFF = Set.of("0", "false", "off");
    private static final String IS_OFF = "value in ('0','false','off')";

    /**
     * Matches systems before balenaOS 2.47.1, the first with deltas of version 3. No field holds the version as
     * numbers, and as text 2.9 sorts after 2.47; hence the comparison by position.
     */
    private static final String IS_OLD = "(startswith(os_version,'Resin OS ') or startswith(os_version,'balenaOS 1.')"
            + " or (startswith(os_version,'balenaOS 2.') and (substring(os_version,12,1) eq '.'"
            + " or (substring(os_version,13,1) eq '.' and substring(os_version,11,2) lt '47')"
            + " or startswith(os_version,'balenaOS 2.47.0'))))";

    /** Expands a fleet's configuration of deltas. */
    static final String EXPAND_CONFIGURATION = "application_config_variable($select=name,value;$filter=" + NAMES + ")";

    /** Whether one of these variables of a fleet switches deltas off. */
    static boolean isOff(Collection<ApiRows.VariableRow> variables) {
        return variables.stream().anyMatch(variable -> OFF.contains(variable.value()));
    }

    /** Matches devices with deltas switched off. A device's own variable overrides its fleet's. */
    String off() {
        String own = "device_config_variable/any(v:v/" + NAMES + " and v/" + IS_OFF + ")";
        return isOffForFleet ? "(" + own + " or not(device_config_variable/any(v:v/" + NAMES + ")))" : own;
    }

    /** Matches devices with deltas switched on whose system is too old for them. */
    String old() {
        return DeviceFilters.all("not" + inBrackets(off()), IS_OLD);
    }

    private static String inBrackets(String condition) {
        return condition.startsWith("(") ? condition : "(" + condition + ")";
    }
}
