package io.balena.releaseupdate.cli;

import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes commands without the container, for tests whose commands don't share what it holds. */
record MadeCommands(BalenaAccess access) implements IFactory {

    @Override
    public <K> K create(Class<K> type) throws Exception {
        K made = CommandLine.defaultFactory().create(type);
        if (made instanceof BalenaCommand command) {
            command.access = access;
        }
        if (made instanceof SandboxCommand command) {
            command.access = access;
        }
        return made;
    }
}
