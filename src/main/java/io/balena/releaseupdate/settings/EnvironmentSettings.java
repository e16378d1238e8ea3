package io.balena.releaseupdate.settings;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The settings in {@code BALENARC_*} variables. */
final class EnvironmentSettings {

    private static final String PREFIX = "BALENARC_";

    private EnvironmentSettings() {}

    /** The settings by name, without empty variables: a shell sets a variable to empty to unset it for one command. */
    static Map<String, Setting> read(Map<String, String> environment) {
        Map<String, Setting> settings = new TreeMap<>();
        // Sorted: of BALENARC_API_URL and balenarc_api_url, upper case must always win.
        new TreeMap<>(environment).forEach((variable, value) -> {
            if (variable.regionMatches(true, 0, PREFIX, 0, PREFIX.length()) && !value.isEmpty()) {
                String name = camelCase(variable.substring(PREFIX.length()));
                settings.putIfAbsent(name, new Setting(name, value, variable));
            }
        });
        return settings;
    }

    /**
     * API_URL, api_url and apiUrl all become apiUrl; APIURL does not. This is lodash's rule, which balena's client
     * uses.
     */
    private static String camelCase(String name) {
        StringBuilder camelCase = new StringBuilder();
        for (String word : name.split("[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])")) {
            String lower = word.toLowerCase(Locale.ROOT);
            if (camelCase.isEmpty() || lower.isEmpty()) {
                camelCase.append(lower);
            } else {
                camelCase.append(Character.toUpperCase(lower.charAt(0))).append(lower, 1, lower.length());
            }
        }
        return camelCase.toString();
    }
}
