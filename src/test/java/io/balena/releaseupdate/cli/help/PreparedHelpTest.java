package io.balena.releaseupdate.cli.help;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.balena.releaseupdate.cli.BareCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

class PreparedHelpTest {

    @ParameterizedTest
    @ValueSource(ints = {80, 60, 132})
    void isWhatPicocliLaysOut(int width) {
        CommandLine plain = BareCommand.model();
        CommandLine prepared = BareCommand.model();
        PreparedHelp.prepare(prepared, BareCommand.model());
        assertSameHelp(plain, prepared, width);
        plain.getSubcommands()
                .forEach((name, command) ->
                        assertSameHelp(command, prepared.getSubcommands().get(name), width));
    }

    @Test
    void isNotThatOfEveryWidth() {
        CommandLine prepared = BareCommand.model();
        PreparedHelp.prepare(prepared, BareCommand.model());
        assertNotEquals(usage(prepared, 80, Ansi.OFF), usage(prepared, 60, Ansi.OFF));
    }

    private static void assertSameHelp(CommandLine plain, CommandLine prepared, int width) {
        assertEquals(usage(plain, width, Ansi.OFF), usage(prepared, width, Ansi.OFF));
        assertEquals(usage(plain, width, Ansi.ON), usage(prepared, width, Ansi.ON));
    }

    private static String usage(CommandLine command, int width, Ansi ansi) {
        return command.setUsageHelpAutoWidth(false).setUsageHelpWidth(width).getUsageMessage(ansi);
    }
}
