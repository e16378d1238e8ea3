package io.balena.releaseupdate.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.sandbox.FaultEffect.BuildFailure;
import io.balena.releaseupdate.sandbox.FaultEffect.Denial;
import io.balena.releaseupdate.sandbox.FaultEffect.Disturbance;
import io.balena.releaseupdate.sandbox.FaultEffect.Done;
import io.balena.releaseupdate.sandbox.FaultEffect.Lag;
import io.balena.releaseupdate.sandbox.FaultEffect.Late;
import io.balena.releaseupdate.sandbox.FaultEffect.Mishap;
import io.balena.releaseupdate.sandbox.FaultEffect.NoRights;
import io.balena.releaseupdate.sandbox.FaultEffect.ReleaseChange;
import io.balena.releaseupdate.sandbox.FaultEffect.Repin;
import io.balena.releaseupdate.sandbox.FaultEffect.Slow;
import io.balena.releaseupdate.sandbox.FaultEffect.Status;
import io.balena.releaseupdate.sandbox.FaultEffect.Unfitness;
import io.balena.releaseupdate.sandbox.device.UpdateProblem;
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
        assertParsed("describe=503*2", FaultPlace.DESCRIBE, "", new Status(503, -1), 2);
        assertParsed("deltas=429", FaultPlace.DELTAS, "", new Status(429, 1), ALWAYS);
        assertParsed("poll=429/5*1", FaultPlace.POLL, "", new Status(429, 5), 1);
        assertParsed("trigger=slow/0.25", FaultPlace.TRIGGER, "", new Slow(Duration.ofMillis(250)), ALWAYS);
        assertParsed("any=wrong-type", FaultPlace.ANY, "", Disturbance.WRONG_TYPE, ALWAYS);
        assertParsed("build=stuck", FaultPlace.BUILD, "", BuildFailure.STUCK, ALWAYS);
        assertParsed("build/main=fail*3", FaultPlace.BUILD, "main", BuildFailure.FAIL, 3);
        assertParsed("repin=someone/900813", FaultPlace.REPIN, "", new Repin(900813), ALWAYS);
        assertParsed(
                "release=draft/900813", FaultPlace.RELEASE, "", new ReleaseChange(Unfitness.DRAFT, 900813), ALWAYS);
        assertParsed("pin=done/302*1", FaultPlace.PIN, "", new Done(302), 1);
        assertParsed("pin=late/20", FaultPlace.PIN, "", new Late(Duration.ofSeconds(20)), ALWAYS);
        assertParsed("pin=ignored", FaultPlace.PIN, "", Denial.IGNORED, ALWAYS);
        assertParsed("pin-devices=lost*1", FaultPlace.PIN_DEVICES, "", Disturbance.LOST, 1);
        assertParsed("tags=no-rights", FaultPlace.TAGS, "", new NoRights(), ALWAYS);
        assertParsed("device/20%=reject", FaultPlace.DEVICE, "20%", trouble(UpdateProblem.Kind.REJECT, 0), ALWAYS);
        assertParsed("device/abcdef1=lock", FaultPlace.DEVICE, "abcdef1", trouble(UpdateProblem.Kind.LOCK, 0), ALWAYS);
        assertParsed("device=lock/90*1", FaultPlace.DEVICE, "", trouble(UpdateProblem.Kind.LOCK, 90), 1);
        assertParsed("device=move/1700001", FaultPlace.DEVICE, "", trouble(UpdateProblem.Kind.MOVE, 1700001), ALWAYS);
        assertParsed("fleet=lag/2", FaultPlace.FLEET, "", new Lag(Duration.ofSeconds(2)), ALWAYS);
    }

    private static FaultEffect trouble(UpdateProblem.Kind kind, long value) {
        return new Mishap(new UpdateProblem(kind, value));
    }

    private static void assertParsed(String spec, FaultPlace place, String service, FaultEffect effect, int times) {
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
        Set<FaultPlace> query = Set.of(FaultPlace.ANY, FaultPlace.DELTAS);
        assertEquals(new Status(500, -1), plan.next(query));
        assertEquals(new Status(500, -1), plan.next(query));
        assertEquals(Disturbance.RESET, plan.next(query));
        assertNull(plan.next(query));
    }
}
