package io.balena.releaseupdate.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTCreator;
import com.auth0.jwt.algorithms.Algorithm;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final TokenRefresher NEVER = token -> fail("asked to renew");

    @TempDir
    Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private final List<String> warnings = new ArrayList<>();
    private final TestClock clock = new TestClock();
    private Optional<String> tokenFile = Optional.empty();
    private Optional<Path> dataDirectory;
    private InputStream standardInput = InputStream.nullInputStream();
    private Path file;

    @BeforeEach
    void setUp() {
        dataDirectory = Optional.of(directory);
        file = directory.resolve("token");
    }

    // Where the token is found

    @Test
    void aNamedFileWinsOverTheVariableOverTheSession() throws IOException {
        save("of-the-session");
        assertEquals("of-the-session", open().bearer(NEVER));

        environment.put("BALENA_API_KEY", "of-the-variable");
        assertEquals("of-the-variable", open().bearer(NEVER));

        tokenFile = Optional.of(
                Files.writeString(directory.resolve("named"), "of-the-file\n").toString());
        assertEquals("of-the-file", open().bearer(NEVER));

        tokenFile = Optional.of("-");
        standardInput = stream("of-the-input\n");
        assertEquals("of-the-input", open().bearer(NEVER));
    }

    @Test
    void anEmptyVariableIsNotSet() throws IOException {
        environment.put("BALENA_API_KEY", "");
        save("of-the-session");
        assertEquals("of-the-session", open().bearer(NEVER));

        Files.delete(file);
        assertTrue(notLoggedIn().contains("BALENA_API_KEY is set, but empty"), notLoggedIn());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '#',
            value = {
                "\"hush\" | stands in quotation marks",
                "'hush' | stands in quotation marks",
                "BALENA_API_KEY=hush | begins with the name of a variable",
                "export TOKEN = hush | begins with the name of a variable",
                "{\"token\": \"hush\"} | is JSON",
                "[\"hush\"] | is JSON",
                "Bearer hush | begins like an HTTP header",
                "Authorization: Bearer hush | begins like an HTTP header"
            },
            delimiter = '|')
    void whatStandsAroundATokenIsNamed(String content, String problem) {
        environment.put("BALENA_API_KEY", content);

        assertTrue(notLoggedIn().contains("in BALENA_API_KEY " + problem), notLoggedIn());
        assertTrue(notLoggedIn().contains("an API key or a session token there, and nothing else"), notLoggedIn());
        assertFalse(notLoggedIn().contains("hush"), notLoggedIn());
    }

    @ParameterizedTest
    @ValueSource(strings = {"BALENA_TOKEN", "BALENARC_API_KEY", "BALENARC_TOKEN"})
    void aTokenInAnotherVariableIsNotReadButNoticed(String variable) throws IOException {
        environment.put(variable, "hush");
        String message = notLoggedIn();
        assertTrue(message.contains(variable + " is set, but not read"), message);
        assertTrue(message.contains("The token goes into BALENA_API_KEY"), message);
        assertFalse(message.contains("hush"), message);

        save("of-the-session");
        assertEquals("of-the-session", open().bearer(NEVER));
    }

    @Test
    void withoutATokenTheMessageSaysHowToGetOne() {
        String message = notLoggedIn();

        assertTrue(message.startsWith("Not logged in: there is no session in " + file), message);
        assertTrue(message.contains("`balena login`"), message);
        assertTrue(message.contains("BALENA_API_KEY"), message);
        assertTrue(message.contains("--token-file"), message);
        assertFalse(message.contains("empty"), message);
    }

    @Test
    void withoutAHomeOnlyTheSessionIsMissing() {
        dataDirectory = Optional.empty();
        assertTrue(notLoggedIn().startsWith("Not logged in: there is no home folder"), notLoggedIn());

        environment.put("BALENA_API_KEY", "key");
        assertEquals("key", open().bearer(NEVER));
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void aNamedFileThatCanNotBeReadIsAWrongArgument(String name, String reason) {
        tokenFile = Optional.of(name.replace("DIRECTORY", directory.toString()));

        String message = assertThrows(BalenaException.Usage.class, this::open).getMessage();

        assertTrue(message.startsWith("Can't read the token from --token-file " + tokenFile.get() + ": " + reason));
    }

    static Stream<Arguments> unreadable() {
        return Stream.of(
                Arguments.of("DIRECTORY/missing", "there is no such file"),
                Arguments.of("DIRECTORY", "Is a directory"),
                Arguments.of("/dev/zero", "larger than 64 KiB"));
    }

    @Test
    void aSessionThatCanNotBeReadSaysWhy() throws IOException {
        Files.createDirectory(file);

        assertTrue(notLoggedIn().startsWith("Can't read the session file " + file + ": Is a directory"), notLoggedIn());
    }

    @Test
    void aSessionOfAnotherUserSaysSo() throws IOException {
        save("key");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(file), "root may read everything");

        assertTrue(notLoggedIn().contains(file + ": permission denied"), notLoggedIn());
    }

    @Test
    void theDeadlineEndsTheWaitForAToken() {
        tokenFile = Optional.of("-");
        standardInput = new SilentStream();
        BalenaException end = assertThrows(
                BalenaException.TimedOut.class,
                () -> Session.open(sources(), clock, warnings::add, Deadline.after(Duration.ofMillis(1))));
        assertEquals("Timed out before a token came from --token-file -.", end.getMessage());
    }

    @Test
    void noMoreThanAToken() {
        tokenFile = Optional.of("-");
        standardInput = stream("a".repeat(64 * 1024));
        assertEquals(64 * 1024, open().bearer(NEVER).length());

        standardInput = stream("a".repeat(64 * 1024 + 1));
        assertThrows(BalenaException.Usage.class, this::open);
    }

    // What is a token

    @ParameterizedTest
    @ValueSource(
            strings = {"secret", "secret\n", "\r\n\t secret \r\n", "\uFEFFsecret", "\"secret\"", "\"sec\\u0072et\"\n"})
    void whatIsAroundTheTokenIsRemoved(String content) throws IOException {
        save(content);

        assertEquals("secret", open().bearer(NEVER));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"12345678901234567890123", "-1", "1.0", "007", "a.b", "a.b.c", "a.b.c.d", "..", "~!#", "nul"})
    void whateverFitsIntoAHeaderIsAnApiKey(String content) throws IOException {
        save(content);

        assertEquals(content, open().bearer(NEVER));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "\n",
                "\uFEFF",
                "hush hush",
                "hush\nhush",
                "hush\r\nX-Evil: hush",
                "hush\thush",
                "hush\0",
                "hush\u007f",
                "hüsh",
                "h\0u\0s\0h\0",
                "hush\u2028hush",
            })
    void whatDoesNotFitIsRefusedButNotShown(String content) throws IOException {
        save(content);
        String session = notLoggedIn();
        assertTrue(session.contains("session file " + file), session);
        assertTrue(session.contains("`balena login`"), session);

        tokenFile = Optional.of(file.toString());
        String named = notLoggedIn();
        assertTrue(named.contains("in " + file), named);

        tokenFile = Optional.of("-");
        standardInput = stream(content);
        String input = notLoggedIn();
        assertTrue(input.contains("in the standard input"), input);

        tokenFile = Optional.empty();
        environment.put("BALENA_API_KEY", content);
        String variable = notLoggedIn();
        assertTrue(variable.contains("in BALENA_API_KEY"), variable);

        Stream.of(session, named, input, variable)
                .forEach(message -> assertFalse(message.matches("(?s).*(hush|h.sh|Evil).*"), message));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "\"hush hush\"", "\"hush\\nhush\"", "\"\\u0000hush\""})
    void whatDoesNotFitIsRefusedInJsonToo(String content) throws IOException {
        save(content);

        assertFalse(notLoggedIn().contains("hush"), notLoggedIn());
    }

    @Test
    void noTextFormShowsTheToken() throws IOException {
        String jwt = jwt(HOUR, HOUR);
        save(jwt);
        environment.put("BALENA_API_KEY", "");
        assertFalse(open().toString().contains(jwt));
        assertFalse(sources().find(Deadline.never()).toString().contains(jwt));

        environment.put("BALENA_API_KEY", "hush");
        assertFalse(open().toString().contains("hush"));
        assertFalse(sources().toString().contains("hush"));
    }

    // Expiry

    @ParameterizedTest
    @CsvSource({"PT0S", "PT-1S", "PT-720H"})
    void anExpiredSessionIsNotSentAnywhere(Duration left) throws IOException {
        save(jwt(HOUR.multipliedBy(30), left));

        String message = assertThrows(BalenaException.NotLoggedIn.class, () -> open().bearer(NEVER))
                .getMessage();

        assertTrue(message.startsWith("The session token in " + file + " expired at " + NOW.plus(left)), message);
        assertTrue(message.contains("`balena login`"), message);
    }

    @Test
    void anExpiredTokenFromElsewhereNamesItsSource() {
        environment.put("BALENA_API_KEY", jwt(HOUR, HOUR.negated()));

        String message = assertThrows(BalenaException.NotLoggedIn.class, () -> open().bearer(NEVER))
                .getMessage();

        assertTrue(message.startsWith("The session token in BALENA_API_KEY expired"), message);
        assertFalse(message.contains("login"), message);
    }

    @Test
    void aSessionCanExpireDuringTheCommand() throws IOException {
        String jwt = jwt(HOUR, HOUR);
        save(jwt);
        Session session = open();
        assertEquals(jwt, session.bearer(NEVER));

        clock.now = NOW.plus(HOUR);

        assertThrows(BalenaException.NotLoggedIn.class, () -> session.bearer(NEVER));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"exp\":\"soon\"}",
                "{\"exp\":99999999999999999999999}",
                "{\"exp\":9223372036854775807}",
                "{\"iat\":-9223372036854775808}",
                "{}",
                "[]",
                "nonsense",
            })
    void aJwtThatDoesNotTellItsAgeIsUsedAsItIs(String payload) throws IOException {
        String jwt = base64("{\"alg\":\"HS256\"}") + "." + base64(payload) + ".c2ln";
        save(jwt);

        assertEquals(jwt, open().bearer(NEVER));
    }

    // Renewal

    @ParameterizedTest
    @CsvSource({"PT0S, false", "PT23H59M59S, false", "PT24H, true", "PT100H, true", "PT-1H, false"})
    void aSessionOlderThanADayIsRenewed(Duration age, boolean isRenewed) throws IOException {
        String old = jwt(age, HOUR);
        String fresh = jwt(Duration.ZERO, HOUR.multipliedBy(168));
        save(old);

        String sent = open().bearer(token -> {
            assertEquals(old, token);
            return fresh + "\n";
        });

        assertEquals(isRenewed ? fresh : old, sent);
        assertEquals(isRenewed ? fresh : old, Files.readString(file));
        assertEquals(List.of(), warnings);
        assertOnlyTheTokenIsThere();
    }

    @Test
    void anUntouchedSessionIsNotWritten() throws IOException {
        save("\"" + jwt(HOUR, HOUR) + "\"\n");
        FileTime before = FileTime.from(NOW);
        Files.setLastModifiedTime(file, before);

        open().bearer(NEVER);

        assertEquals(before, Files.getLastModifiedTime(file));
    }

    @Test
    void tokensFromElsewhereAreNotRenewed() throws IOException {
        String old = oldSession();
        environment.put("BALENA_API_KEY", old);
        assertEquals(old, open().bearer(NEVER));

        tokenFile =
                Optional.of(Files.writeString(directory.resolve("named"), old).toString());
        assertEquals(old, open().bearer(NEVER));
    }

    @Test
    void aLongCommandRenewsDayByDay() throws IOException {
        save(oldSession());
        Session session = open();
        String second = jwt(Duration.ZERO, HOUR.multipliedBy(168));
        assertEquals(second, session.bearer(token -> second));

        clock.now = NOW.plus(Duration.ofHours(23));
        assertEquals(second, session.bearer(NEVER));

        clock.now = NOW.plus(Duration.ofHours(24));
        String third = jwt(Duration.ofHours(-24), HOUR.multipliedBy(192));
        assertEquals(third, session.bearer(token -> third));
        assertEquals(third, Files.readString(file));
    }

    @Test
    void whatCanNotBeRenewedNowIsTriedAgainInMinutes() throws IOException {
        String old = jwt(HOUR.multipliedBy(48), HOUR.multipliedBy(2));
        save(old);
        Session session = open();
        TokenRefresher unavailable = token -> {
            throw new BalenaException.Unavailable("balena is down.", null);
        };

        assertEquals(old, session.bearer(unavailable));
        assertEquals(old, session.bearer(NEVER));
        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0).contains("balena is down."), warnings.get(0));
        assertEquals(old, Files.readString(file));

        clock.now = NOW.plus(Duration.ofMinutes(5));
        assertEquals(old, session.bearer(unavailable));
        assertEquals(1, warnings.size(), "the same is said once");
        clock.now = NOW.plus(Duration.ofMinutes(10));
        String fresh = jwt(Duration.ZERO, HOUR.multipliedBy(168));
        assertEquals(fresh, session.bearer(token -> fresh));
    }

    @Test
    void nearItsEndASessionIsTriedToBeRenewedEachMinute() throws IOException {
        String old = jwt(HOUR.multipliedBy(48), Duration.ofMinutes(3));
        save(old);
        Session session = open();
        session.bearer(token -> {
            throw new BalenaException.Unavailable("balena is down.", null);
        });

        clock.now = NOW.plus(Duration.ofMinutes(1));
        String fresh = jwt(Duration.ZERO, HOUR.multipliedBy(168));
        assertEquals(fresh, session.bearer(token -> fresh));
    }

    @Test
    void aNewLoginIsTakenUpWhereTheSessionIsOld() throws IOException {
        save(jwt(HOUR.multipliedBy(48), HOUR.multipliedBy(2)));
        Session session = open();
        session.bearer(token -> {
            throw new BalenaException.Unavailable("balena is down.", null);
        });
        String login = jwt(Duration.ZERO, HOUR.multipliedBy(168));
        save(login);

        assertEquals(login, session.bearer(NEVER));
    }

    @Test
    void aNewLoginIsTakenUpWhereTheSessionExpired() throws IOException {
        save(jwt(HOUR.multipliedBy(20), HOUR));
        Session session = open();
        String login = jwt(Duration.ZERO, HOUR.multipliedBy(168));
        save(login);

        clock.now = NOW.plus(HOUR.multipliedBy(2));
        assertEquals(login, session.bearer(NEVER));
    }

    @Test
    void whatWasPutThereSinceIsTakenUpOnce() throws IOException {
        save(jwt(HOUR, HOUR));
        Session session = open();
        assertEquals(Optional.empty(), session.takeNewer());
        String login = jwt(Duration.ZERO, HOUR.multipliedBy(168));
        save(login);

        assertEquals(Optional.of(login), session.takeNewer());
        assertEquals(Optional.empty(), session.takeNewer());
        assertEquals(login, session.bearer(NEVER));
    }

    @Test
    void aSessionThatBalenaRefusesEndsTheCommand() throws IOException {
        save(oldSession());
        BalenaException.NotLoggedIn refused = new BalenaException.NotLoggedIn("Log in again.");

        assertEquals(refused, assertThrows(BalenaException.NotLoggedIn.class, () -> open().bearer(token -> {
            throw refused;
        })));
    }

    @ParameterizedTest
    @MethodSource("noTokens")
    void anAnswerThatIsNoSessionIsIgnored(String answer) throws IOException {
        String old = oldSession();
        save(old);

        assertEquals(old, open().bearer(token -> answer));

        assertEquals(old, Files.readString(file));
        assertEquals(1, warnings.size());
        assertFalse(warnings.get(0).contains("hush"), warnings.get(0));
        assertOnlyTheTokenIsThere();
    }

    static Stream<String> noTokens() {
        String fresh = jwt(Duration.ZERO, HOUR);
        return Stream.of(
                null,
                "",
                "hush",
                "<html>hush</html>",
                "{\"d\":\"hush\"}",
                fresh + "\r\nX-Evil: hush",
                fresh + " " + fresh,
                fresh + "ü",
                fresh + "a".repeat(64 * 1024),
                jwt(HOUR, Duration.ZERO));
    }

    // The file

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "r--------", "rw-r-----", "rw-rw-rw-"})
    void theRenewedFileKeepsItsPermissions(String permissions) throws IOException {
        save(oldSession());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

        String fresh = renew();

        assertEquals(fresh, Files.readString(file));
        assertEquals(permissions, PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void theRenewedFileKeepsItsOwner() throws IOException {
        save(oldSession());
        try {
            Files.setAttribute(file, "unix:uid", 12345);
            Files.setAttribute(file, "unix:gid", 12346);
        } catch (IOException e) {
            assumeFalse(true, "only root may give files away");
        }

        renew();

        assertEquals(12345, Files.getAttribute(file, "unix:uid"));
        assertEquals(12346, Files.getAttribute(file, "unix:gid"));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @ParameterizedTest
    @CsvSource({
        "rw-------, false",
        "r--------, false",
        "rwx--x--x, false",
        "rw-r-----, true",
        "rw--w----, true",
        "rw----r--, true",
        "rw-----w-, true",
        "rw-r--r--, true"
    })
    void aFileThatOthersCanUseIsReportedOnce(String permissions, boolean isReported) throws IOException {
        save(jwt(HOUR, HOUR));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

        Session session = open();
        session.bearer(NEVER);
        session.bearer(NEVER);

        assertEquals(isReported ? 1 : 0, warnings.size());
        warnings.forEach(warning -> assertTrue(warning.contains("chmod 600 " + file), warning));
    }

    @Test
    void aLinkStaysALink(@TempDir Path elsewhere) throws IOException {
        Path target = Files.writeString(elsewhere.resolve("real"), oldSession());
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-------"));
        Files.createSymbolicLink(file, target);

        String fresh = renew();

        assertTrue(Files.isSymbolicLink(file));
        assertFalse(Files.isSymbolicLink(target));
        assertEquals(fresh, Files.readString(target));
        assertOnlyTheTokenIsThere();
        try (Stream<Path> files = Files.list(elsewhere)) {
            assertEquals(List.of(target), files.toList());
        }
    }

    /** Root can write everywhere, so creating the temporary file fails for another reason: its name is too long. */
    @Test
    void whatCanNotBeSavedIsUsedNevertheless(@TempDir Path elsewhere) throws IOException {
        String old = oldSession();
        Path target = Files.writeString(elsewhere.resolve("x".repeat(250)), old);
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-------"));
        Files.createSymbolicLink(file, target);
        String fresh = jwt(Duration.ZERO, HOUR);

        assertEquals(fresh, open().bearer(token -> fresh));

        assertEquals(old, Files.readString(target));
        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0).contains("could not be saved in " + file + ": File name too long"), warnings.get(0));
    }

    @Test
    void aReadOnlyFolderIsReported() throws IOException {
        save(oldSession());
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-x------"));
        try {
            assumeFalse(Files.isWritable(directory), "root can write everywhere");
            String fresh = jwt(Duration.ZERO, HOUR);

            assertEquals(fresh, open().bearer(token -> fresh));
            assertTrue(warnings.get(0).contains(file + ": permission denied"), warnings.get(0));
        } finally {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
    }

    /** No process has an id this high. */
    @Test
    void theNextRunRemovesWhatAKilledOneLeftBehind() throws IOException {
        save("key");
        Files.writeString(directory.resolve(".token.4294967-815.tmp"), "secret");
        Path old = Files.writeString(directory.resolve(".token.815.tmp"), "secret");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofMinutes(2))));

        assertEquals("key", open().bearer(NEVER));

        assertOnlyTheTokenIsThere();
    }

    @Test
    void whatMayStillBeWrittenStays() throws IOException {
        save("key");
        long self = ProcessHandle.current().pid();
        List<String> others = List.of(".token." + self + "-815.tmp", ".token.816.tmp", ".token.swp", "notes.tmp");
        for (String name : others) {
            Files.writeString(directory.resolve(name), "");
        }

        assertEquals("key", open().bearer(NEVER));

        for (String name : others) {
            assertTrue(Files.exists(directory.resolve(name)), name);
        }
    }

    @Test
    void nothingIsLeftBehindWhenTheFileCanNotBeReplaced() throws IOException {
        Files.createDirectory(file);

        assertThrows(IOException.class, () -> SessionFile.writeAtomically(file, Token.parse("token")));

        assertOnlyTheTokenIsThere();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changesMeanwhile")
    void whatSomebodyElseWroteMeanwhileStays(String what, String meanwhile, boolean stays) throws IOException {
        save(oldSession());
        String fresh = jwt(Duration.ZERO, HOUR);

        String sent = open().bearer(token -> {
            write(meanwhile);
            return fresh;
        });

        assertEquals(fresh, sent, "the command goes on as who it began");
        assertEquals(stays ? meanwhile : fresh, Files.readString(file));
        assertEquals(List.of(), warnings);
        assertOnlyTheTokenIsThere();
    }

    static Stream<Arguments> changesMeanwhile() {
        return Stream.of(
                Arguments.of("a younger session", jwt(HOUR, HOUR), true),
                Arguments.of("a login with an API key", "key", true),
                Arguments.of("an expired session", jwt(HOUR, HOUR.negated()), false),
                Arguments.of("an older session", jwt(HOUR.multipliedBy(99), HOUR), false),
                Arguments.of("an interrupted write", "", false),
                Arguments.of("garbage", "a b", false));
    }

    @Test
    void whoLoggedOutMeanwhileStaysLoggedOut() throws IOException {
        save(oldSession());
        String fresh = jwt(Duration.ZERO, HOUR);

        assertEquals(fresh, open().bearer(token -> {
            try {
                Files.delete(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return fresh;
        }));

        assertTrue(Files.notExists(file));
        assertEquals(List.of(), warnings);
    }

    // Helpers

    private TokenSources sources() {
        return new TokenSources(tokenFile, environment, dataDirectory, standardInput);
    }

    private Session open() {
        return Session.open(sources(), clock, warnings::add, Deadline.never());
    }

    private String notLoggedIn() {
        return assertThrows(BalenaException.NotLoggedIn.class, this::open).getMessage();
    }

    private String renew() {
        String fresh = jwt(Duration.ZERO, HOUR);
        assertEquals(fresh, open().bearer(token -> fresh));
        return fresh;
    }

    private void save(String content) throws IOException {
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private void write(String content) {
        try {
            save(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertOnlyTheTokenIsThere() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    private static String oldSession() {
        return jwt(HOUR.multipliedBy(48), HOUR);
    }

    private static String jwt(Duration age, Duration left) {
        JWTCreator.Builder jwt = JWT.create().withIssuedAt(NOW.minus(age)).withExpiresAt(NOW.plus(left));
        return jwt.sign(Algorithm.HMAC256("test"));
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static final class TestClock extends Clock {
        Instant now = NOW;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
