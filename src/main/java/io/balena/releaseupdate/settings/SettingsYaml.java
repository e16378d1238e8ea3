package io.balena.releaseupdate.settings;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Separate from its caller, to load the YAML library only if there is a file to parse. */
final class SettingsYaml {

    private SettingsYaml() {}

    /**
     * Plain maps, lists and scalars; null for an empty text.
     *
     * @throws IllegalArgumentException if the YAML is invalid; the message has the position but not the content, which
     *     may be a password
     */
    static Object parse(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(10);
        options.setNestingDepthLimit(20);
        try {
            return new Yaml(new SafeConstructor(options)).load(text);
        } catch (MarkedYAMLException e) {
            throw new IllegalArgumentException(
                    e.getProblemMark() == null
                            ? ""
                            : " in line " + (e.getProblemMark().getLine() + 1));
        } catch (RuntimeException e) {
            // Besides its own exceptions, the library passes on those of conversions: "!!int x", "!!binary x".
            throw new IllegalArgumentException("");
        }
    }
}
