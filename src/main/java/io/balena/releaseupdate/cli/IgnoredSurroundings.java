package io.balena.releaseupdate.cli;

import io.quarkus.runtime.annotations.StaticInitSafe;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;
import io.smallrye.config.SysPropConfigSource;

/**
 * Keeps the framework from reading {@code .env} and {@code config/application.properties} of the working directory, and
 * its own environment variables: a build server runs in other people's checkouts, and such a file could redirect
 * requests or have them logged. Only in our own program: an application that has this as a library keeps its sources.
 */
@StaticInitSafe
public final class IgnoredSurroundings implements SmallRyeConfigBuilderCustomizer {

    private static volatile boolean inForce;

    private final boolean always;

    /** For the framework. */
    public IgnoredSurroundings() {
        this(false);
    }

    /**
     * For a configuration that is the same everywhere.
     *
     * @param always not only from {@link #enforce()} on, and without system properties, too
     */
    IgnoredSurroundings(boolean always) {
        this.always = always;
    }

    /** To be called before the framework starts. */
    static void enforce() {
        inForce = true;
    }

    @Override
    public void configBuilder(SmallRyeConfigBuilder builder) {
        if (inForce || always) {
            builder.setAddDefaultSources(false)
                    .setAddSystemSources(false)
                    .setAddPropertiesSources(false)
                    .setAddDiscoveredSources(false);
        }
        if (inForce && !always) {
            builder.withSources(new SysPropConfigSource());
        }
    }

    /** After the framework's own customizers, to have the last word. */
    @Override
    public int priority() {
        return Integer.MAX_VALUE;
    }
}
