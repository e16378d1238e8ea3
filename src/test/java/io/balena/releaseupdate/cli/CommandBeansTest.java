package io.balena.releaseupdate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.balena.releaseupdate.cli.help.PreparedHelp;
import io.balena.releaseupdate.cli.process.ExitCode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

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

    @Test
    void makesNoCommandBeforeItsTime() {
        List<Class<?>> made = new ArrayList<>();
        IFactory factory = new IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                made.add(type);
                return CommandLine.defaultFactory().create(type);
            }
        };
        CommandLine main = CommandLines.create(factory, Map.of(), () -> ExitCode.INTERRUPTED);
        PreparedHelp.prepare(main, CommandLines.withoutFramework());
        assertEquals(List.of(), made, "the executable would keep commands that the container did not make");
    }
}
