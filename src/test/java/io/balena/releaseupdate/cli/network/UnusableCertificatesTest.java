package io.balena.releaseupdate.cli.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.cli.harness.CommandUnderTest;
import io.balena.releaseupdate.cli.harness.Ended;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A file of certificates that is good for nothing. */
@QuarkusTest
class UnusableCertificatesTest {

    private final CommandUnderTest command = CommandUnderTest.get();

    @TempDir
    Path folder;

    /** To the first server, none of them matters; it would be asked, and then the delta server's connection fails. */
    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:1, https://127.0.0.1:1",
        "https://127.0.0.1:1, http://127.0.0.1:1",
        "http://127.0.0.1:1, http://127.0.0.1:1",
    })
    void areRefusedBeforeAnythingIsSent(String apiUrl, String deltaUrl) throws Exception {
        Path certificates = Files.writeString(folder.resolve("ca.pem"), "no certificate");
        Path token = Files.writeString(folder.resolve("token"), "key");
        Ended end = command.run(
                "--from-release=1",
                "--to-release=2",
                "--prepare",
                "--api-url=" + apiUrl,
                "--delta-url=" + deltaUrl,
                "--ca-cert=" + certificates,
                "--token-file=" + token);
        assertEquals(2, end.exitCode(), end.stderr());
        assertTrue(end.stderr().contains("ca.pem"), end.stderr());
    }
}
