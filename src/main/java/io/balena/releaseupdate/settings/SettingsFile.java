package io.balena.releaseupdate.settings;

import io.balena.releaseupdate.model.BalenaException;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The file {@code ~/.balenarc.yml}. */
final class SettingsFile {

    /** The prefix of hidden files in balena's settings client, which uses {@code _balenarc.yml} on Windows. */
    static final String HIDDEN = File.separatorChar == '\\' ? "_" : ".";

    private static final List<String> NAMES =
            List.of("balenaUrl", "apiUrl", "deltaUrl", "dashboardUrl", "dataDirectory", "proxy", "noProxy");
    private static final int LIMIT_IN_KIB = 1024;

    private final Path file;

    private SettingsFile(Path file) {
        this.file = file;
    }

    /**
     * The settings that this tool knows, by name; empty if there is no file.
     *
     * @throws BalenaException.Usage if the file exists, but can't be read or parsed
     */
    static Map<String, Setting> read(Path home) {
        return new SettingsFile(home.resolve(HIDDEN + "balenarc.yml")).read();
    }

    private Map<String, Setting> read() {
        byte[] bytes;
        try {
            bytes = SmallFile.read(file, LIMIT_IN_KIB);
        } catch (NoSuchFileException e) {
            return Map.of();
        } catch (IOException e) {
            throw wrong("can't be read: " + SmallFile.reason(e));
        }
        Object content = parse(decode(bytes));
        if (content == null) {
            // balena's own client rejects an empty file, for no benefit.
            return Map.of();
        }
        if (!(content instanceof Map<?, ?> values)) {
            throw wrong("must consist of lines like \"balenaUrl: balena-cloud.com\"");
        }
        Map<String, Setting> settings = new TreeMap<>();
        for (String name : NAMES) {
            Object value = values.get(name);
            if (value != null) {
                settings.put(name, new Setting(name, text(name, value), file.toString()));
            }
        }
        return settings;
    }

    private String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw wrong("is not UTF-8 text");
        }
    }

    private Object parse(String text) {
        try {
            return SettingsYaml.parse(text);
        } catch (IllegalArgumentException e) {
            throw wrong("is not valid YAML" + e.getMessage());
        }
    }

    private String text(String name, Object value) {
        Optional<String> text = Optional.empty();
        if (value instanceof String string) {
            text = Optional.of(string);
        } else if (name.equals("proxy") && value instanceof Map<?, ?> parts) {
            text = proxyUrl(parts);
        } else if (name.equals("noProxy") && value instanceof List<?> hosts) {
            text = hosts.stream().allMatch(SettingsFile::isScalar)
                    ? Optional.of(hosts.stream().map(String::valueOf).collect(Collectors.joining(",")))
                    : Optional.empty();
        }
        return text.orElseThrow(() -> wrong("has a value for " + name + " that is not text"));
    }

    /** Neither a list nor a map: in YAML these may contain themselves, and then have no text form. */
    private static boolean isScalar(Object value) {
        return !(value instanceof Collection<?> || value instanceof Map<?, ?>);
    }

    /** The balena CLI documents two ways to set a proxy: its URL, and the URL's parts. */
    private static Optional<String> proxyUrl(Map<?, ?> parts) {
        if (!parts.values().stream().allMatch(SettingsFile::isScalar)) {
            return Optional.empty();
        }
        try {
            String protocol = Objects.toString(parts.get("protocol"), "http").replaceFirst(":$", "");
            String user = Objects.toString(parts.get("proxyAuth"), null);
            String host = Objects.toString(parts.get("host"), null);
            int port = Integer.parseInt(Objects.toString(parts.get("port"), "-1"));
            return host == null
                    ? Optional.empty()
                    : Optional.of(new URI(protocol, user, host, port, null, null, null).toString());
        } catch (URISyntaxException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private BalenaException.Usage wrong(String problem) {
        return new BalenaException.Usage("The settings file " + file + " " + problem + ".\nCorrect or remove it.");
    }
}
