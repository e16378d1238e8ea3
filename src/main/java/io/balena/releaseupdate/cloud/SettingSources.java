package io.balena.releaseupdate.cloud;

import io.balena.releaseupdate.model.BalenaException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Settings of the balena CLI: variables over the file in the home folder, which is read only where it is needed. */
final class SettingSources {

    private static final String PREFIX = "BALENARC_";
    private static final String FILE = ".balenarc.yml";
    private static final int LARGEST_FILE = 1 << 20;

    private final Map<String, String> environment;
    private final Optional<Path> file;
    private Map<?, ?> fileContent;

    SettingSources(Map<String, String> environment, Optional<Path> home) {
        this.environment = environment;
        this.file = home.map(folder -> folder.resolve(FILE));
    }

    /**
     * A setting that was found.
     *
     * @param name how a user knows it, with where it stands
     */
    record Setting(String name, String value, boolean isFromFile) {}

    /**
     * Looks a setting up.
     *
     * @param key its name in the file, in camel case
     */
    Optional<Setting> find(String key) {
        return inEnvironment(key).or(() -> inFile(key));
    }

    /** Names count whatever their case, and empty values don't, as in balena-settings-client. */
    private Optional<Setting> inEnvironment(String key) {
        String variable = PREFIX + key.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
        String exact = environment.get(variable);
        if (exact != null && !exact.isEmpty()) {
            return Optional.of(new Setting(variable, exact, false));
        }
        return environment.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(variable))
                .filter(entry -> !entry.getValue().isEmpty())
                .findFirst()
                .map(entry -> new Setting(entry.getKey(), entry.getValue(), false));
    }

    private Optional<Setting> inFile(String key) {
        if (fileContent == null) {
            fileContent = file.map(SettingSources::read).orElse(Map.of());
        }
        Object value = fileContent.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof String text)) {
            throw new BalenaException.Usage("Invalid value of " + key + " in " + file.get() + ": it is not a text.");
        }
        return Optional.of(new Setting(key + " in " + file.get(), text, true));
    }

    private static Map<?, ?> read(Path file) {
        String text;
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw new BalenaException.Usage("Can't read " + file + ": it is larger than 1 MiB.");
            }
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return Map.of();
        } catch (IOException e) {
            throw new BalenaException.Usage("Can't read " + file + ": "
                    + e.getClass().getSimpleName() + ". Make it a readable text file, or remove it.");
        }
        return parse(file, text);
    }

    private static Map<?, ?> parse(Path file, String text) {
        Object content;
        try {
            content = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
        } catch (YAMLException | StackOverflowError e) {
            throw new BalenaException.Usage("Can't read " + file + ": it is not valid YAML.");
        }
        if (content == null) {
            return Map.of();
        }
        if (!(content instanceof Map<?, ?> settings)) {
            throw new BalenaException.Usage("Can't read " + file + ": it is not a list of `key: value` lines.");
        }
        return settings;
    }
}
