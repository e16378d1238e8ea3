package io.balena.releaseupdate.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.balena.releaseupdate.cli.value.ChoiceConverter;
import io.balena.releaseupdate.output.document.OutputFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class ResultOptionsTest {

    @ParameterizedTest
    @CsvSource({
        "'', true, TABLE, JSON",
        "'', false, JSON, JSON",
        "--json, true, JSON, JSON",
        "-ojson, true, JSON, JSON",
        "-otable, false, TABLE, TABLE",
        "-omarkdown, true, MARKDOWN, MARKDOWN"
    })
    void peopleGetATableUnlessTheySayOtherwise(
            String arguments, boolean stdoutIsTerminal, OutputFormat ofFleet, OutputFormat ofFirstForm) {
        var program = new Program();
        new CommandLine(program)
                .registerConverter(OutputFormat.class, new ChoiceConverter<>(OutputFormat.values()))
                .parseArgs(arguments.isEmpty() ? new String[0] : new String[] {arguments});
        assertEquals(ofFleet, program.result.format(stdoutIsTerminal));
        assertEquals(ofFirstForm, program.result.format());
    }

    @Command
    private static final class Program {
        @Mixin
        private ResultOptions result;
    }
}
