package io.balena.releaseupdate.settings;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The settings in {@code BALENARC_*} variables. */
final class EnvironmentSettings {

    private static final String PREFIX = "BALENARC_";

    private EnvironmentSettings() {}

    /** By the setting's name. Empty variables are left out: they are how a shell unsets one for a single command. */
    static Map<String, Setting> read(Map<String, String> environment) {
        Map<String, Setting> settings = new TreeMap<>();
        // In order, so that of BALENARC_API_URL and balenarc_api_url always the same one wins: upper case.
        new TreeMap<>(environment).forEach((variable, value) -> {
            if (variable.regionMatches(true, 0, PREFIX, 0, PREFIX.length()) && !value.isEmpty()) {
                String name = camelCase(variable.substring(PREFIX.length()));
                settings.putIfAbsent(name, new Setting(name, value, variable));
            }
        });
        return settings;
    }

    /** API_URL, api_url and apiUrl are all apiUrl; APIURL is not. So says lodash, which balena's client uses. */
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
