package io.balena.releaseupdate.settings;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Apart from its caller, so that the YAML library is loaded only if there is something to parse. */
final class SettingsYaml {

    private SettingsYaml() {}

    /**
     * Plain maps, lists and scalars; null for an empty text.
     *
     * @throws IllegalArgumentException saying where the problem is, without what stands there: it may be a password
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
            // Besides its own exceptions the library lets those of conversions through: "!!int x", "!!binary x".
            throw new IllegalArgumentException("");
        }
    }
}
