package io.balena.releaseupdate.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.sandbox.Effect.BuildFailure;
import io.balena.releaseupdate.sandbox.Effect.Denial;
import io.balena.releaseupdate.sandbox.Effect.Disturbance;
import io.balena.releaseupdate.sandbox.Effect.Done;
import io.balena.releaseupdate.sandbox.Effect.Lag;
import io.balena.releaseupdate.sandbox.Effect.Late;
import io.balena.releaseupdate.sandbox.Effect.Mishap;
import io.balena.releaseupdate.sandbox.Effect.NoRights;
import io.balena.releaseupdate.sandbox.Effect.ReleaseChange;
import io.balena.releaseupdate.sandbox.Effect.Repin;
import io.balena.releaseupdate.sandbox.Effect.Slow;
import io.balena.releaseupdate.sandbox.Effect.Status;
import io.balena.releaseupdate.sandbox.Effect.Unfitness;
import io.balena.releaseupdate.sandbox.device.Trouble;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultTest {
    private static final int ALWAYS = Integer.MAX_VALUE;

    @Test
    void reads() {
        assertParsed("describe=503*2", Place.DESCRIBE, "", new Status(503, -1), 2);
        assertParsed("deltas=429", Place.DELTAS, "", new Status(429, 1), ALWAYS);
        assertParsed("poll=429/5*1", Place.POLL, "", new Status(429, 5), 1);
        assertParsed("trigger=slow/0.25", Place.TRIGGER, "", new Slow(Duration.ofMillis(250)), ALWAYS);
        assertParsed("any=wrong-type", Place.ANY, "", Disturbance.WRONG_TYPE, ALWAYS);
        assertParsed("build=stuck", Place.BUILD, "", BuildFailure.STUCK, ALWAYS);
        assertParsed("build/main=fail*3", Place.BUILD, "main", BuildFailure.FAIL, 3);
        assertParsed("repin=someone/900813", Place.REPIN, "", new Repin(900813), ALWAYS);
        assertParsed("release=draft/900813", Place.RELEASE, "", new ReleaseChange(Unfitness.DRAFT, 900813), ALWAYS);
        assertParsed("pin=done/302*1", Place.PIN, "", new Done(302), 1);
        assertParsed("pin=late/20", Place.PIN, "", new Late(Duration.ofSeconds(20)), ALWAYS);
        assertParsed("pin=ignored", Place.PIN, "", Denial.IGNORED, ALWAYS);
        assertParsed("pin-devices=lost*1", Place.PIN_DEVICES, "", Disturbance.LOST, 1);
        assertParsed("tags=no-rights", Place.TAGS, "", new NoRights(), ALWAYS);
        assertParsed("device/20%=reject", Place.DEVICE, "20%", trouble(Trouble.Kind.REJECT, 0), ALWAYS);
        assertParsed("device/abcdef1=lock", Place.DEVICE, "abcdef1", trouble(Trouble.Kind.LOCK, 0), ALWAYS);
        assertParsed("device=lock/90*1", Place.DEVICE, "", trouble(Trouble.Kind.LOCK, 90), 1);
        assertParsed("device=move/1700001", Place.DEVICE, "", trouble(Trouble.Kind.MOVE, 1700001), ALWAYS);
        assertParsed("fleet=lag/2", Place.FLEET, "", new Lag(Duration.ofSeconds(2)), ALWAYS);
    }

    private static Effect trouble(Trouble.Kind kind, long value) {
        return new Mishap(new Trouble(kind, value));
    }

    private static void assertParsed(String spec, Place place, String service, Effect effect, int times) {
        assertEquals(new Fault(place, service, effect, times), Fault.parse(spec));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "describe | write PLACE=KIND",
                "nowhere=500 | one of describe, deltas, poll, trigger, fleet, pin, whoami, refresh, any, build, repin, release",
                "describe=explode | one of hang, reset, lost, truncate, html, empty, object, garbage, wrong-type",
                "describe=200 | '200' is not a whole number from 400 to 599",
                "describe=500/3 | only 429 and 503 take a Retry-After",
                "describe=429/soon | 'soon' is not a whole number of at least 0",
                "describe=500*0 | '0' is not a whole number of at least 1",
                "describe=500*many | 'many' is not a whole number",
                "describe=500*99999999999 | '99999999999' is not a whole number",
                "describe=slow | write slow/SECONDS",
                "describe=slow/-1 | write slow/SECONDS",
                "describe=hang/3 | hang takes no value",
                "describe=fail | the kind is a status",
                "build=500 | a build can fail, stuck",
                "build/=fail | build/ needs a service's name",
                "repin=900813 | write repin=someone/RELEASE_ID",
                "repin=someone/me | 'me' is not a whole number",
                "release=900813 | write release=KIND/RELEASE_ID; a release can get invalidated, draft, failed",
                "release=gone/900813 | a release can get invalidated, draft, failed",
                "pin=done | '' is not a whole number from 300 to 599",
                "pin=done/200 | '200' is not a whole number from 300 to 599",
                "fleet=done/404 | done can happen at pin, pin-devices and tags only",
                "fleet=ignored | ignored can happen at pin, pin-devices and tags only",
                "pin=lag/2 | lag can happen at fleet only",
                "pin=late | write late/SECONDS",
                "describe/x=500 | the place is one of",
                "fleet=no-rights | no-rights can happen at tags only",
                "device=explode | a device can reject, stall, lock, crash, silent, unhealthy, move, pin",
                "device=none | a device can reject",
                "device/=reject | device/ needs a name",
                "device/0%=reject | '0' is not a whole number from 1 to 100",
                "device/some%=reject | 'some' is not a whole number from 1 to 100",
                "device=reject/1 | reject takes no value",
                "device=move | write move/FLEET_ID",
                "device=pin/x | 'x' is not a whole number",
                "device=500 | a device can reject",
            })
    void saysWhatIsWrong(String spec, String why) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> Fault.parse(spec));
        assertTrue(refused.getMessage().startsWith("Invalid fault '" + spec + "': "), refused.getMessage());
        assertTrue(refused.getMessage().contains(why), refused.getMessage());
    }

    @Test
    void happenOneAfterTheOther() {
        FaultPlan plan = new FaultPlan(
                List.of(Fault.parse("deltas=500*2"), Fault.parse("any=reset*1"), Fault.parse("build=fail")));
        Set<Place> query = Set.of(Place.ANY, Place.DELTAS);
        assertEquals(new Status(500, -1), plan.next(query));
        assertEquals(new Status(500, -1), plan.next(query));
        assertEquals(Disturbance.RESET, plan.next(query));
        assertNull(plan.next(query));
    }
}
