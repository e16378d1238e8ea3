package io.balena.releaseupdate.cli.help;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.balena.releaseupdate.cli.CommandLines;
import io.balena.releaseupdate.cli.process.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IFactory;

class PreparedHelpTest {

    @ParameterizedTest
    @ValueSource(ints = {80, 60, 132})
    void isWhatPicocliLaysOut(int width) {
        CommandLine plain = CommandLines.withoutFramework();
        CommandLine prepared = CommandLines.withoutFramework();
        PreparedHelp.prepare(prepared, CommandLines.withoutFramework());
        assertSameHelp(plain, prepared, width);
        plain.getSubcommands()
                .forEach((name, command) ->
                        assertSameHelp(command, prepared.getSubcommands().get(name), width));
    }

    @Test
    void isNotThatOfEveryWidth() {
        CommandLine prepared = CommandLines.withoutFramework();
        PreparedHelp.prepare(prepared, CommandLines.withoutFramework());
        assertNotEquals(usage(prepared, 80, Ansi.OFF), usage(prepared, 60, Ansi.OFF));
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

    private static void assertSameHelp(CommandLine plain, CommandLine prepared, int width) {
        assertEquals(usage(plain, width, Ansi.OFF), usage(prepared, width, Ansi.OFF));
        assertEquals(usage(plain, width, Ansi.ON), usage(prepared, width, Ansi.ON));
    }

    private static String usage(CommandLine command, int width, Ansi ansi) {
        return command.setUsageHelpAutoWidth(false).setUsageHelpWidth(width).getUsageMessage(ansi);
    }
}
