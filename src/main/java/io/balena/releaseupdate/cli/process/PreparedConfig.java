package io.balena.releaseupdate.cli.process;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import io.quarkus.runtime.configuration.ConfigRecorder;
import io.quarkus.runtime.configuration.QuarkusConfigFactory;
import io.quarkus.value.registry.ValueRegistry;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;
import java.util.List;
import java.util.Map;

/**
 * The framework's configuration as a part of the executable. Since nothing that surrounds a run has a say in it, it is
 * the same in every run; to put it together each time takes longer than what a command does.
 */
final class PreparedConfig {

    private static final SmallRyeConfig CONFIG = create();

    private PreparedConfig() {}

    /** Happens while the executable is built, and {@link IsolatedConfiguration} keeps out what is around that. */
    private static SmallRyeConfig create() {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder();
        generated("io.quarkus.runtime.generated.RunTimeConfig").configBuilder(builder);
        return builder.build();
    }

    private static SmallRyeConfigBuilderCustomizer generated(String name) {
        try {
            Class<?> type = Class.forName(name, true, Thread.currentThread().getContextClassLoader());
            return (SmallRyeConfigBuilderCustomizer)
                    type.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The framework does not generate " + name + " any more", e);
        }
    }

    /** The class that the framework generates and that builds its configuration at start-up. */
    @TargetClass(className = "io.quarkus.runtime.generated.Config")
    static final class GeneratedConfig {

        @Substitute
        public static void createRunTimeConfig(ValueRegistry values) {
            QuarkusConfigFactory.setConfig(CONFIG);
        }
    }

    /** The class that then compares it with the build's configuration, and looks into the working directory. */
    @TargetClass(ConfigRecorder.class)
    static final class Checks {

        @Substitute
        public void handleConfigChange(List<ConfigValue> atBuildTime) {
            // There is no other.
        }

        @Substitute
        public void deprecatedProperties(Map<String, String> deprecated) {
            // The build has said so.
        }

        @Substitute
        public void unknownConfigFiles() {
            // None is read.
        }
    }
}
