package io.balena.releaseupdate.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.settings.Session;
import io.balena.releaseupdate.settings.TokenSources;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {

    @TempDir
    Path directory;

    @Test
    void theRenewedTokenIsHiddenLikeTheNewOne() throws IOException {
        String old = jwt(Duration.ofHours(30));
        String fresh = jwt(Duration.ZERO);
        Files.writeString(directory.resolve("token"), old);
        var sources =
                new TokenSources(Optional.empty(), Map.of(), Optional.of(directory), InputStream.nullInputStream());
        Session session = Session.open(sources, Clock.systemUTC(), warning -> {}, Deadline.never());

        Credentials credentials = Credentials.of(session, (token, deadline) -> fresh);

        assertEquals(fresh, credentials.token());
        assertEquals("[token] and [token]", credentials.hide(old + " and " + fresh));
    }

    private static String jwt(Duration age) {
        Instant issued = Instant.now().minus(age);
        return JWT.create()
                .withClaim("id", 1234)
                .withIssuedAt(issued)
                .withExpiresAt(issued.plus(Duration.ofDays(7)))
                .sign(Algorithm.HMAC256("any"));
    }
}
