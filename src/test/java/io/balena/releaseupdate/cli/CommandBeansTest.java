package io.balena.releaseupdate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.balena.releaseupdate.cli.process.ExitCode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

@QuarkusTest
class CommandBeansTest {

    @Any
    @Inject
    Instance<CliCommand> commands;

    @Test
    void theContainerMakesEveryCommand() {
        CommandLine main = CommandLines.create(new CommandBeans(commands), Map.of(), () -> ExitCode.INTERRUPTED);
        for (CommandLine command : main.getSubcommands().values()) {
            CliCommand made = command.getCommand();
            assertEquals(
                    command.getCommandName(),
                    made.getClass().getAnnotation(CommandLine.Command.class).name());
        }
    }
}
