package io.balena.releaseupdate.cli.process;

import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.annotations.StaticInitSafe;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;
import io.smallrye.config.SysPropConfigSource;

/**
 * Keeps the framework from reading {@code .env} and {@code config/application.properties} of the working directory, and
 * its own environment variables: a build server runs in other people's checkouts, and such a file could redirect
 * requests or have them logged. Only in our own program: an application that has this as a library keeps its sources.
 *
 * <p>Also while the executable is built: what a configuration has read then, tokens in variables included, would become
 * a part of it.
 */
@StaticInitSafe
public final class IsolatedConfiguration implements SmallRyeConfigBuilderCustomizer {

    private static volatile boolean inForce;

    /** To be called before the framework starts. From then on, only properties of the Java command line count. */
    public static void enforce() {
        inForce = true;
    }

    @Override
    public void configBuilder(SmallRyeConfigBuilder builder) {
        if (inForce || ImageMode.current() == ImageMode.NATIVE_BUILD) {
            builder.setAddDefaultSources(false)
                    .setAddSystemSources(false)
                    .setAddPropertiesSources(false)
                    .setAddDiscoveredSources(false);
        }
        if (inForce) {
            builder.withSources(new SysPropConfigSource());
        }
    }

    /** After the framework's own customizers, to have the last word. */
    @Override
    public int priority() {
        return Integer.MAX_VALUE;
    }
}
