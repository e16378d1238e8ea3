package io.balena.releaseupdate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenCheckTest {

    private final SimulatedTime time = new SimulatedTime();
    private final SimulatedCloud cloud = new SimulatedCloud(time);
    private final Inbox inbox = new Inbox(time);
    private final List<BalenaException> refused = new ArrayList<>();
    private final TokenCheck check = new TokenCheck(cloud, Deadline.never(), time, inbox, refused::add);

    @Test
    void checksOnceAMinuteAtMost() throws InterruptedException {
        check.start();
        time.sleep(Duration.ofMinutes(1).minusNanos(1));
        check.start();
        assertEquals(1, cloud.tokenChecks);
        time.sleep(Duration.ofNanos(1));
        check.start();
        assertEquals(2, cloud.tokenChecks);
        inbox.empty();
        assertEquals(List.of(), refused, "it is valid");
    }

    @Test
    void tellsThatTheTokenIsNotValidAnyMore() throws InterruptedException {
        cloud.revokeTokenAfter(Duration.ofSeconds(1));
        time.sleep(Duration.ofSeconds(1));
        check.start();
        inbox.empty();
        assertEquals(1, refused.size());
        assertInstanceOf(BalenaException.NotLoggedIn.class, refused.get(0));
    }
}
