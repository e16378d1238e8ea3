package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.cli.option.OptionClasses;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * A command: a bean of the container, made when the command line is parsed. Picocli reads its options from its class
 * alone, since the model of the command line is older than the container. A command therefore has neither
 * {@code @Spec} nor {@code @Mixin}, which would need an instance: its model is handed to it, and {@link OptionClasses}
 * names the options that it shares with others.
 */
interface CliCommand {

    /**
     * Runs the command with the values that its options were given.
     *
     * @param spec the model of this command
     * @return the exit code
     * @throws ParameterException if options contradict each other
     * @throws InterruptedException if the user or the system ended it
     */
    int run(CommandSpec spec) throws InterruptedException;

    /** The options of such a class that the command line gave. */
    static <T> T options(CommandSpec spec, Class<T> type) {
        return type.cast(spec.mixins().get(type.getSimpleName()).userObject());
    }
}
