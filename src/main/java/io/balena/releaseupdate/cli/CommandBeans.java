package io.balena.releaseupdate.cli;

import jakarta.enterprise.inject.Instance;
import picocli.CommandLine.IFactory;

/**
 * Has the container make commands.
 *
 * @param commands every one of them
 */
record CommandBeans(Instance<CliCommand> commands) implements IFactory {

    @Override
    public <K> K create(Class<K> type) {
        return type.cast(commands.select(type.asSubclass(CliCommand.class)).get());
    }
}
