package io.balena.releaseupdate.cli.shipped;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.balena.releaseupdate.cli.BareCommand;
import io.balena.releaseupdate.cli.completion.CompletionModel;
import io.balena.releaseupdate.cli.completion.Shell;
import io.balena.releaseupdate.cli.harness.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Real shells, with our scripts as users install them, complete a command line. */
class ShellCompletionTest {

    private static final long PATIENCE_SECONDS = 60;

    /** What the shells are made to print: each word by itself, and a number in front of those of each command line. */
    private static final Pattern WORD = Pattern.compile("^<(.*)>\\r?$", Pattern.MULTILINE);

    private static final String BEFORE = "#";

    @TempDir
    Path folder;

    /**
     * A command line and what can follow.
     *
     * @param typed behind the command's name; its last word is the one to complete
     * @param offered in alphabetical order; of {@code --option=value} the value alone
     */
    private record Offer(String typed, String offered) {

        static Offer of(String typed, String offered) {
            return new Offer(typed, offered);
        }

        int wordsBefore() {
            return (int) typed.chars().filter(character -> character == ' ').count();
        }

        /** The same with what a shell has come up with instead. */
        Offer with(List<String> words) {
            String unfinished = typed.substring(typed.lastIndexOf(' ') + 1);
            return new Offer(
                    typed,
                    words.stream()
                            .filter(word -> !word.equals(unfinished))
                            .map(word -> word.replaceFirst("^--[a-z-]+=", "").replaceFirst("/$", ""))
                            .sorted()
                            .collect(Collectors.joining(" ")));
        }

        @Override
        public String toString() {
            return "\n'" + typed + "' -> " + offered;
        }
    }

    @ParameterizedTest
    @EnumSource
    void completes(Shell shell) throws Exception {
        Files.createFile(folder.resolve("ca.pem"));
        Files.createDirectory(folder.resolve("certificates"));
        check(
                shell,
                BareCommand.model().getCommandSpec(),
                Offer.of("", "completion fleet help rollout sandbox status version"),
                Offer.of("fl", "fleet"),
                Offer.of("--out", "--output"),
                Offer.of("--pr", "--prepare --progress"),
                Offer.of("--sandbox --from-release 1 --to", "--to-release --token-file"),
                Offer.of("--output ", "json markdown table"),
                Offer.of("--output=", "json markdown table"),
                Offer.of("--output=ta", "table"),
                Offer.of("-o ", "json markdown table"),
                Offer.of("--wait --progress ", "auto json none plain"),
                Offer.of("--ca-cert c", "ca.pem certificates"),
                Offer.of("--ca-cert=c", "ca.pem certificates"),
                Offer.of("--wait --token-file ca", "ca.pem"),
                Offer.of("--from-release ", ""),
                Offer.of("--from-release=", ""),
                Offer.of("--wait f", ""),
                Offer.of("--fault any=503 --fau", "--fault"),
                Offer.of("--fleet fleet --min", ""),
                Offer.of("fleet ", ""),
                Offer.of("fleet --pi", "--pin --pin-anyway"),
                Offer.of("fleet acme/kiosk --pin --min", "--min-devices"),
                Offer.of("fleet acme/kiosk --pin --fr", ""),
                Offer.of("fleet acme/kiosk --output ", "json markdown table"),
                Offer.of("fleet acme/kiosk --progress=", "auto json none plain"),
                Offer.of("fleet acme/kiosk --ca-cert c", "ca.pem certificates"),
                Offer.of("rollout acme/kiosk --un", "--undo --until-stage"),
                Offer.of("rollout acme/kiosk --dry-run --st", "--stages"),
                Offer.of("rollout acme/kiosk --stages ", ""),
                Offer.of("rollout acme/kiosk --pin", ""),
                Offer.of("rollout acme/kiosk --output=", "json markdown table"),
                Offer.of("sandbox --p", "--port"),
                Offer.of("sandbox --from", ""),
                Offer.of("completion --he", "--help"),
                Offer.of("completion ", "bash fish zsh"),
                Offer.of("completion z", "zsh"));
    }

    /** Descriptions can have anything in them that shells take for something else. */
    @ParameterizedTest
    @EnumSource
    void completesWhateverDescriptionsAreLike(Shell shell) throws Exception {
        String text = "It's [one]: `false` \\ $(false) \"two\" (three), {four}; * ? ~ !! & < > | #";
        CommandSpec spec = CommandSpec.create().name("balena-release-update");
        spec.usageMessage().description(text);
        spec.addOption(OptionSpec.builder("-a", "--alpha").description(text).build());
        spec.addOption(OptionSpec.builder("--alpine")
                .arity("1")
                .paramLabel("FILE")
                .description(text)
                .build());
        spec.addSubcommand("first", CommandSpec.wrapWithoutInspection(null).usageMessage(spec.usageMessage()));
        check(shell, spec, Offer.of("--al", "--alpha --alpine"), Offer.of("", "first"));
    }

    @ParameterizedTest
    @EnumSource
    void keepsWhatIsHidden(Shell shell) {
        CommandSpec spec = CommandSpec.create().name("balena-release-update");
        spec.addOption(OptionSpec.builder("--shown").build());
        spec.addOption(OptionSpec.builder("--secret").hidden(true).build());
        CommandSpec subcommand = CommandSpec.create();
        subcommand.usageMessage().hidden(true);
        spec.addSubcommand("secret", subcommand);
        String script = shell.completionScript(CompletionModel.of(spec));
        assertTrue(script.contains("shown"), script);
        assertFalse(script.contains("secret"), script);
    }

    @ParameterizedTest
    @CsvSource({"/bin/bash, bash", "/usr/local/bin/fish, fish", "zsh, zsh", "/bin/sh,", "/bin/bash-static,", "'',"})
    void knowsTheUsersShell(String path, String name) {
        assertEquals(name, Shell.of(Map.of("SHELL", path)).map(Shell::toString).orElse(null));
    }

    @Test
    void mayNotKnowTheUsersShell() {
        assertTrue(Shell.of(Map.of()).isEmpty());
    }

    private void check(Shell shell, CommandSpec spec, Offer... offers) throws Exception {
        assumeTrue(Programs.areInstalled(shell.toString(), "script"), shell + " is not installed");
        String completion = shell.completionScript(CompletionModel.of(spec));
        List<List<String>> words =
                shell == Shell.FISH ? askFish(completion, offers) : typeAtTerminal(shell, completion, offers);
        List<Offer> actual = new ArrayList<>();
        for (int i = 0; i < offers.length; i++) {
            actual.add(offers[i].with(words.get(i)));
        }
        assertEquals(List.of(offers).toString(), actual.toString());
    }

    /** Fish says what it would offer. */
    private List<List<String>> askFish(String completion, Offer... offers) throws Exception {
        Files.writeString(folder.resolve("_balena-release-update"), completion);
        Path script = folder.resolve("ask.fish");
        Files.writeString(script, """
                source _balena-release-update
                for typed in $argv
                    printf '<#>\\n'
                    printf '<%s>\\n' (complete -C "balena-release-update $typed" | string replace -r '\\t.*' '')
                end
                """);
        List<String> command = new ArrayList<>(List.of("fish", script.toString()));
        Arrays.stream(offers).map(Offer::typed).forEach(command::add);
        return words(run(command, ""));
    }

    /**
     * The others have to be typed at: one key puts all that they offer into the line, and then all of it is printed. Where
     * zsh would only show what it offers and insert nothing, it counts as nothing.
     */
    private List<List<String>> typeAtTerminal(Shell shell, String completion, Offer... offers) throws Exception {
        Files.writeString(folder.resolve("_balena-release-update"), completion);
        boolean isBash = shell == Shell.BASH;
        String preparation = isBash
                ? "source ./_balena-release-update\n"
                : "fpath=($PWD $fpath); autoload -Uz compinit; compinit -u -D\n"
                        + "_all() { _complete; [[ -z $compstate[insert] ]] || compstate[insert]=all }\n"
                        + "zstyle ':completion:*' completer _all\n";
        String insertAll = isBash ? "\033*" : "\t";
        String lineStart = "\001";
        String keys = Arrays.stream(offers)
                .map(offer -> "balena-release-update " + offer.typed() + insertAll + lineStart + "printf '<%s>\\n' '"
                        + BEFORE + "' \n")
                .collect(Collectors.joining("", preparation, "exit\n"));
        String interactive = isBash ? "bash --norc -i" : "zsh -f -i";
        List<List<String>> words = words(run(List.of("script", "-qec", interactive, "/dev/null"), keys));
        List<List<String>> behind = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            behind.add(words.get(i).stream().skip(1 + offers[i].wordsBefore()).toList());
        }
        return behind;
    }

    private static List<List<String>> words(String printed) {
        List<List<String>> words = new ArrayList<>();
        WORD.matcher(printed).results().map(match -> match.group(1)).forEach(word -> {
            if (word.equals(BEFORE)) {
                words.add(new ArrayList<>());
            } else {
                words.get(words.size() - 1).add(word);
            }
        });
        return words;
    }

    private String run(List<String> command, String input) throws Exception {
        Path stdin = Files.writeString(folder.resolve("stdin"), input);
        Path stdout = folder.resolve("stdout");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(stdin.toFile())
                .redirectOutput(stdout.toFile())
                .redirectErrorStream(true);
        builder.environment().keySet().retainAll(List.of("PATH"));
        builder.environment().putAll(Map.of("HOME", folder.toString(), "TERM", "dumb", "LC_ALL", "C.UTF-8"));
        Process process = builder.start();
        assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), () -> command + " does not end");
        return Files.readString(stdout);
    }
}
