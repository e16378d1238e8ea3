package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.cli.completion.Shell;
import io.balena.releaseupdate.cli.help.HelpLayout;
import io.balena.releaseupdate.cli.help.PreparedHelp;
import io.balena.releaseupdate.cli.option.OptionClasses;
import io.balena.releaseupdate.cli.process.ExitCode;
import io.balena.releaseupdate.cli.stderr.ColorMode;
import io.balena.releaseupdate.cli.value.ChoiceConverter;
import io.balena.releaseupdate.cli.value.WholeNumberConverter;
import io.balena.releaseupdate.model.Quoted;
import io.balena.releaseupdate.output.document.OutputFormat;
import io.balena.releaseupdate.output.progress.ProgressMode;
import io.quarkus.runtime.ImageMode;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.TypeConversionException;

/** The model of the command line: commands, options and help, as the annotations of the commands say. */
final class CommandModel {

    /** In their order in help and manual. */
    private static final List<Class<? extends CliCommand>> SUBCOMMANDS = List.of(
            FleetCommand.class,
            StatusCommand.class,
            RolloutCommand.class,
            SandboxCommand.class,
            CompletionCommand.class,
            HelpCommand.class,
            VersionCommand.class);

    /**
     * The model that was read when this class was initialised. In the executable that is while it is built: reading
     * annotations takes longer than all the rest of {@code --help}.
     */
    private static final AtomicReference<CommandLine> PREPARED = new AtomicReference<>(read());

    /** The names of the commands. */
    static final Set<String> COMMANDS =
            Set.copyOf(PREPARED.get().getSubcommands().keySet());

    private CommandModel() {}

    /**
     * A model for one run: it keeps the values of the options that it is given.
     *
     * @param commands makes the commands when the command line is parsed
     */
    static CommandLine of(IFactory commands) {
        CommandLine prepared = PREPARED.getAndSet(null);
        CommandLine model = prepared == null ? read() : prepared;
        ((LateFactory) model.getFactory()).commands = commands;
        return model;
    }

    private static CommandLine read() {
        CommandLine main = readPlain();
        if (ImageMode.current() == ImageMode.NATIVE_BUILD) {
            PreparedHelp.prepare(main, readPlain());
        }
        return main;
    }

    private static CommandLine readPlain() {
        var factory = new LateFactory();
        CommandLine main = command(UpdateCommand.class, factory);
        SUBCOMMANDS.forEach(type -> main.addSubcommand(command(type, factory)));
        main.registerConverter(OutputFormat.class, new ChoiceConverter<>(OutputFormat.values()));
        main.registerConverter(ProgressMode.class, new ChoiceConverter<>(ProgressMode.values()));
        main.registerConverter(ColorMode.class, new ChoiceConverter<>(ColorMode.values()));
        main.registerConverter(Shell.class, new ChoiceConverter<>(Shell.values()));
        main.registerConverter(long.class, new WholeNumberConverter<>(Long::valueOf));
        main.registerConverter(Long.class, new WholeNumberConverter<>(Long::valueOf));
        main.registerConverter(int.class, new WholeNumberConverter<>(Integer::valueOf));
        main.registerConverter(Integer.class, new WholeNumberConverter<>(Integer::valueOf));
        main.registerConverter(boolean.class, CommandModel::flag);
        HelpLayout.apply(main);
        return main.setExpandAtFiles(false)
                .setOverwrittenOptionsAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setAllowSubcommandsAsOptionParameters(true);
    }

    private static CommandLine command(Class<? extends CliCommand> type, IFactory factory) {
        CommandLine command = new CommandLine(type, factory);
        CommandSpec spec = command.getCommandSpec();
        for (Class<?> declaring = type; declaring != null; declaring = declaring.getSuperclass()) {
            OptionClasses options = declaring.getAnnotation(OptionClasses.class);
            if (options != null) {
                for (Class<?> shared : options.value()) {
                    spec.addMixin(shared.getSimpleName(), CommandSpec.forAnnotatedObject(shared, factory));
                }
            }
        }
        if (BalenaCommand.class.isAssignableFrom(type)) {
            spec.usageMessage().exitCodeList(ExitCode.list());
        }
        return command;
    }

    /** Of a flag, which may be switched off by {@code --flag=false}. */
    private static boolean flag(String value) {
        if (value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false")) {
            return Boolean.parseBoolean(value);
        }
        throw new TypeConversionException(Quoted.word(value) + " is neither true nor false");
    }

    /** Is older than what makes the commands. */
    private static final class LateFactory implements IFactory {

        private IFactory commands = CommandLine.defaultFactory();

        @Override
        public <K> K create(Class<K> type) throws Exception {
            return CliCommand.class.isAssignableFrom(type)
                    ? commands.create(type)
                    : CommandLine.defaultFactory().create(type);
        }
    }
}
