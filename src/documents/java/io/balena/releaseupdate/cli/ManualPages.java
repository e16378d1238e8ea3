package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.BuildInfo;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The manual, a page for each command, made by the build from the commands themselves.
 */
public final class ManualPages {

    private static final Map<String, String> ENVIRONMENT = new LinkedHashMap<>();
    private static final Map<String, String> FILES = new LinkedHashMap<>();

    static {
        ENVIRONMENT.put("BALENA_API_KEY", "The token, where there is no --token-file.");
        ENVIRONMENT.put("BALENARC_BALENA_URL", "The domain of balena. Default: balena-cloud.com.");
        ENVIRONMENT.put("BALENARC_API_URL", "As --api-url. Default: https://api. and the domain.");
        ENVIRONMENT.put("BALENARC_DELTA_URL", "As --delta-url. Default: https://delta. and the domain.");
        ENVIRONMENT.put(
                "BALENARC_DASHBOARD_URL",
                "The dashboard that tables and markdown link to. Default: https://dashboard. and the domain, of balenaCloud"
                        + " only.");
        ENVIRONMENT.put("BALENARC_DATA_DIRECTORY", "Where the balena CLI keeps its session. Default: ~/.balena.");
        ENVIRONMENT.put("BALENARC_PROXY", "The proxy for every server: http://user:password@host:port.");
        ENVIRONMENT.put("https_proxy, HTTPS_PROXY", "Without that, the proxy for https servers.");
        ENVIRONMENT.put("http_proxy, HTTP_PROXY", "Without those, the proxy for every server.");
        ENVIRONMENT.put(
                "BALENARC_NO_PROXY, no_proxy, NO_PROXY",
                "Servers that are reached directly, separated by commas; the first of these that is set counts. Without"
                        + " any: *.local and private addresses.");
        ENVIRONMENT.put(
                "NODE_EXTRA_CA_CERTS, SSL_CERT_FILE, SSL_CERT_DIR",
                "Certificate authorities in PEM files, like --ca-cert, and folders of such files; all of them count"
                        + " besides the built-in ones. The last two replace the machine's own store.");
        FILES.put(
                "~/.balenarc.yml",
                "The balena CLI's settings: balenaUrl, apiUrl, deltaUrl, dashboardUrl, dataDirectory, proxy, noProxy. Flags and"
                        + " variables come first.");
        FILES.put(
                "~/.balena/token",
                "The balena CLI's session, in its data directory. One that is older than a day is renewed and written back.");
    }

    private final CommandSpec spec;
    private final StringBuilder page = new StringBuilder();

    private ManualPages(CommandSpec spec) {
        this.spec = spec;
    }

    /** The pages by the names of their files. */
    public static Map<String, String> pages() {
        return commands()
                .collect(Collectors.toMap(
                        command -> name(command) + ".1",
                        command -> new ManualPages(command).page(),
                        (one, other) -> one,
                        TreeMap::new));
    }

    /** All that are not hidden, the main one first. */
    public static Stream<CommandSpec> commands() {
        CommandSpec main = CommandLines.withoutFramework().getCommandSpec();
        return Stream.concat(
                Stream.of(main),
                main.subcommands().values().stream()
                        .map(CommandLine::getCommandSpec)
                        .filter(command -> !command.usageMessage().hidden()));
    }

    /** As the help shows it. */
    public static String label(OptionSpec option) {
        return String.join(", ", option.names()) + (option.arity().max() == 0 ? "" : "=" + option.paramLabel());
    }

    private static String name(CommandSpec command) {
        return command.qualifiedName("-");
    }

    private String page() {
        String version = "balena-release-update " + BuildInfo.NUMBER;
        // No date: the same sources make the same page.
        page.append(".TH \"%s\" 1 \"\" \"%s\" \"\"\n"
                .formatted(escaped(name(spec).toUpperCase(Locale.ROOT)), escaped(version)));
        // Names are neither hyphenated nor spread out.
        page.append(".nh\n.ad l\n");
        String[] description = spec.usageMessage().description();
        section("NAME");
        text(name(spec) + " - " + String.join(" ", description).split("[.:;] |\\.$")[0]);
        section("SYNOPSIS");
        verbatim(synopsis());
        section("DESCRIPTION");
        text(description);
        commandList();
        options();
        if (!spec.usageMessage().exitCodeList().isEmpty()) {
            section("EXIT STATUS");
            spec.usageMessage().exitCodeList().forEach((code, meaning) -> entry(code.strip(), meaning));
        }
        if (spec.findOption("--api-url") != null) {
            section("ENVIRONMENT");
            ENVIRONMENT.forEach(this::entry);
            section("FILES");
            FILES.forEach(this::entry);
        }
        if (spec.usageMessage().footer().length > 0) {
            section("EXAMPLES");
            verbatim(spec.usageMessage().footer());
        }
        section("SEE ALSO");
        text(commands()
                .map(ManualPages::name)
                .filter(name -> !name.equals(name(spec)))
                .map(name -> name + "(1)")
                .collect(Collectors.joining(", ")));
        return page.toString();
    }

    private String[] synopsis() {
        String[] custom = spec.usageMessage().customSynopsis();
        return custom.length == 0
                ? new String[] {spec.qualifiedName() + " [OPTIONS]"}
                : Arrays.stream(custom).map(String::strip).toArray(String[]::new);
    }

    private void commandList() {
        if (!spec.subcommands().isEmpty()) {
            section("COMMANDS");
            commands()
                    .skip(1)
                    .forEach(command ->
                            entry(command.name(), command.usageMessage().description()));
        }
    }

    private void options() {
        section("OPTIONS");
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            entry(parameter.paramLabel(), parameter.description());
        }
        spec.options().stream()
                .filter(option -> !option.hidden())
                .forEach(option -> entry(label(option), option.description()));
    }

    private void section(String title) {
        page.append(".SH ").append(title).append('\n');
    }

    private void text(String... text) {
        page.append(escaped(String.join(" ", text).replace("%%", "%"))).append('\n');
    }

    private void entry(String term, String... text) {
        page.append(".TP\n\\fB").append(escaped(term)).append("\\fR\n");
        text(text);
    }

    private void verbatim(String... lines) {
        page.append(".nf\n");
        Arrays.stream(lines)
                .forEach(line -> page.append(escaped(line.stripTrailing().replace("%%", "%")))
                        .append('\n'));
        page.append(".fi\n");
    }

    /** What roff would take for a request, an escape or a typographic character, as the character that is meant. */
    private static String escaped(String text) {
        String characters = text.replace("\\", "\\e")
                .replace("-", "\\-")
                .replace("'", "\\(aq")
                .replace("`", "\\(ga")
                .replace("~", "\\(ti")
                .replace("^", "\\(ha");
        return characters.startsWith(".") ? "\\&" + characters : characters;
    }
}
