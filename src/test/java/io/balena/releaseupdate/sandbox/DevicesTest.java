package io.balena.releaseupdate.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.sandbox.device.DeviceTraits;
import io.balena.releaseupdate.sandbox.device.Devices;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Devices without HTTP, by a clock that the test moves. */
class DevicesTest {
    private static final long FLEET = 1;
    private static final long OLD = 10;
    private static final long NEW = 11;
    private static final long NEWER = 12;

    private final MovableClock clock = new MovableClock();
    private final World world = World.empty()
            .fleet(FLEET, "org/one")
            .fleet(2, "org/two")
            .release(OLD, FLEET, "aa", "success", "1.0.0", true)
            .release(NEW, FLEET, "bb", "success", "2.0.0", true)
            .release(NEWER, FLEET, "cc", "success", "3.0.0", true)
            .release(20, 2, "dd", "success", "1.0.0", true)
            .image(100, "success", "registry/v2/a", "sha256:a", 100_000_000L)
            .image(101, "success", "registry/v2/b", "sha256:b", 600_000_000L)
            .image(102, "success", "registry/v2/c", "sha256:c", 600_000_000L)
            .image(103, "success", "registry/v2/d", "sha256:d", 50_000_000L)
            .contain(OLD, "main", 100)
            .contain(NEW, "main", 101)
            .contain(NEWER, "main", 102)
            .contain(OLD, "db", 103)
            .delta(500, 100, 101, "registry/v2/b:delta-1", 60_000_000)
            .delta(501, 101, 102, "registry/v2/c:delta-1", 60_000_000)
            .pin(FLEET, OLD)
            .pin(2, 20);
    private Devices devices;

    private Devices start(String... faults) {
        SandboxOptions options =
                SandboxOptions.defaults().withWorld(world).withClock(clock).withFaults(faults);
        devices = CloudActivity.of(options, new FaultPlan(options.faults())).devices();
        return devices;
    }

    private long device(Object... properties) {
        return world.device(FLEET, OLD, true, properties);
    }

    private Object get(long device, String property) {
        devices.settle();
        return world.get("device", device, property);
    }

    private void pinFleet(long release) {
        devices.settle();
        world.pin(FLEET, release);
        devices.fleetChanged(FLEET);
    }

    private void pinDevice(long device, Long release) {
        devices.settle();
        world.set("device", device, "is_pinned_on__release", release);
        devices.devicesChanged(List.of(device));
    }

    private void pass(Duration time) {
        clock.advance(time);
        devices.settle();
    }

    private void passSeconds(long seconds) {
        pass(Duration.ofSeconds(seconds));
    }

    /** All values that a property takes on, second by second. */
    private List<Object> history(long device, String property, int seconds) {
        List<Object> history = new ArrayList<>(List.of(String.valueOf(get(device, property))));
        for (int second = 0; second < seconds; second++) {
            passSeconds(1);
            String now = String.valueOf(get(device, property));
            if (!now.equals(history.get(history.size() - 1))) {
                history.add(now);
            }
        }
        return history;
    }

    @Test
    void standStillUntilSomebodyChangesWhatTheyShouldRun() {
        long device = device("is_running__release", NEW);
        start();
        pass(Duration.ofDays(2));
        assertEquals("online", get(device, "api_heartbeat_state"));
        assertEquals(NEW, get(device, "is_running__release"));
        assertTrue(devices.next().isEmpty());
    }

    @Test
    void aNotifiedDeviceUpdatesAtOnce() {
        long device = device();
        start();
        pinFleet(NEW);
        assertEquals(
                List.of("null", "downloading", "downloaded", "applying changes", "done"),
                history(device, "update_status", 120));
        assertEquals(NEW, get(device, "is_running__release"));
        assertEquals(60_000_000, devices.downloaded(device), "60 MB at 1 MB/s, after 50 ms");
        assertEquals(
                Instant.parse("2026-01-02T03:05:40.050Z"),
                get(device, "last_update_status_event"),
                "60 + 5 + 30 s later");
        assertNull(get(device, "overall_progress"));
        assertNull(get(device, "download_progress"));
    }

    @Test
    void showsHowFarItsDownloadIs() {
        long device = device();
        start();
        pinFleet(NEW);
        passSeconds(31);
        assertEquals(50L, get(device, "overall_progress"));
        assertEquals("updating", get(device, "overall_status"));
        passSeconds(100);
        assertEquals("operational", get(device, "overall_status"));
    }

    @Test
    void theApiNotifiesOneDeviceAfterTheOther() {
        List<Long> all = Stream.generate(this::device).limit(40).toList();
        start();
        pinFleet(NEW);
        pass(Duration.ofMillis(1000));
        assertEquals(
                20,
                all.stream()
                        .filter(id -> "downloading".equals(get(id, "update_status")))
                        .count());
        pass(Duration.ofMillis(1000));
        assertEquals(
                40,
                all.stream()
                        .filter(id -> "downloading".equals(get(id, "update_status")))
                        .count());
    }

    @Test
    void aDeviceWithoutVpnHearsOfAPinAtItsNextPoll() {
        List<Long> all =
                Stream.generate(() -> device("is_online", false)).limit(40).toList();
        start();
        pinFleet(NEW);
        passSeconds(1);
        assertTrue(all.stream().filter(id -> get(id, "update_status") != null).count() < 5);
        pass(Duration.ofMinutes(16));
        assertTrue(all.stream().allMatch(id -> get(id, "update_status") != null));
        assertTrue(all.stream().noneMatch(id -> (Boolean) get(id, "is_online")));
    }

    @Test
    void devicesWithAPinFollowItAndNotTheirFleet() {
        long pinned = device("is_pinned_on__release", OLD);
        long frozen = device("is_frozen", true);
        long inactive = device("is_active", false);
        long off = world.device(FLEET, OLD, false);
        long vpnOnly = device("api_heartbeat_state", "offline");
        long following = device();
        start();
        pinFleet(NEW);
        pass(Duration.ofHours(2));
        for (long device : new long[] {pinned, frozen, inactive, off, vpnOnly}) {
            assertEquals(OLD, get(device, "is_running__release"));
            assertNull(get(device, "update_status"));
        }
        assertEquals(NEW, get(following, "is_running__release"));
        assertEquals("online", get(frozen, "api_heartbeat_state"));
        assertEquals("offline", get(off, "api_heartbeat_state"));
        assertEquals("offline", get(vpnOnly, "api_heartbeat_state"));

        pinDevice(pinned, NEWER);
        pass(Duration.ofHours(1));
        assertEquals(NEWER, get(pinned, "is_running__release"));
    }

    @Test
    void anOldSupervisorReportsNoUpdateStatus() {
        long old = device("supervisor_version", "16.6.9");
        long young = device("supervisor_version", "16.7.0");
        start();
        pinFleet(NEW);
        assertEquals(List.of("null"), history(old, "update_status", 150));
        assertEquals(NEW, get(old, "is_running__release"));
        assertEquals("done", get(young, "update_status"));
    }

    @Test
    void aNewPinLeavesTheStatusOfTheOneBefore() {
        long device = device("is_online", false, "update_status", "rejected");
        start();
        pinFleet(NEW);
        assertEquals("rejected", get(device, "update_status"));
        assertNull(get(device, "last_update_status_event"));
        pass(Duration.ofMinutes(30));
        assertEquals("done", get(device, "update_status"));
    }

    @Test
    void aNewSupervisorCancelsAnUpdateAndAnOldOneFinishesIt() {
        long cancels = device("supervisor_version", "17.1.0");
        long finishes = device("supervisor_version", "17.0.9");
        start();
        pinFleet(NEW);
        passSeconds(30);
        pinFleet(OLD);
        passSeconds(10);
        assertEquals("done", get(cancels, "update_status"));
        assertEquals("downloading", get(finishes, "update_status"));
        passSeconds(90);
        assertEquals(OLD, get(cancels, "is_running__release"));
        assertEquals(0, devices.downloaded(cancels));
        assertEquals(NEW, get(finishes, "is_running__release"));
        pass(Duration.ofHours(1));
        assertEquals(OLD, get(finishes, "is_running__release"));
    }

    @Test
    void anUpdateLockHoldsWhatIsDownloaded() {
        long device = device();
        world.population().device(device, DeviceTraits.USUAL.withUpdateLock(Duration.ofHours(3)));
        start();
        pinFleet(NEW);
        pass(Duration.ofHours(3));
        assertEquals("downloaded", get(device, "update_status"));
        pass(Duration.ofMinutes(5));
        assertEquals(NEW, get(device, "is_running__release"));
    }

    @Test
    void downloadsWhatTheForecastSays() {
        world.image(104, "success", "registry/v2/e", "sha256:a", 100_000_000L)
                .image(105, "success", "registry/v2/f", "sha256:f", 7_000_000L)
                .image(106, "success", "registry/v2/g", "sha256:g", 3_000_000L)
                .release(13, FLEET, "ee")
                .contain(13, "main", 104)
                .contain(13, "db", 105)
                .contain(13, "new", 106)
                .delta(502, 103, 105, "registry/v2/f:delta-1", 10_000)
                .release(14, FLEET, "ff")
                .contain(14, "db", 105)
                .label(14, "db", "io.balena.update.strategy", "delete-then-download");
        long usual = device("is_pinned_on__release", 13L);
        long withoutDelta = device("is_pinned_on__release", 14L);
        long old = device("is_pinned_on__release", 13L, "os_version", "balenaOS 2.47.0+rev1");
        long off = device("is_pinned_on__release", 13L);
        world.add("device_config_variable", "device", off, "name", "RESIN_SUPERVISOR_DELTA", "value", "0");
        start();
        pinFleet(NEW);
        pass(Duration.ofHours(1));
        assertEquals(3_010_000, devices.downloaded(usual), "nothing for main, a delta of db, all of new");
        assertEquals(7_000_000, devices.downloaded(withoutDelta));
        assertEquals(10_000_000, devices.downloaded(old));
        assertEquals(10_000_000, devices.downloaded(off));
    }

    @Test
    void aFleetWithoutDeltasDownloadsImages() {
        world.add(
                "application_config_variable", "application", FLEET, "name", "BALENA_SUPERVISOR_DELTA", "value", "off");
        long device = device();
        long on = device();
        world.add("device_config_variable", "device", on, "name", "BALENA_SUPERVISOR_DELTA", "value", "1");
        start();
        pinFleet(NEW);
        pass(Duration.ofHours(1));
        assertEquals(600_000_000, devices.downloaded(device));
        assertEquals(60_000_000, devices.downloaded(on), "its own variable wins");
    }

    @Test
    void asksForADeltaThatIsNotThereYet() {
        world.remove("delta", 500);
        long device = device();
        start();
        pinFleet(NEW);
        passSeconds(1);
        assertEquals("downloading", get(device, "update_status"));
        pass(Duration.ofHours(1));
        long delta = world.ids("delta").stream()
                .filter(id -> world.get("delta", id, "originates_from__image").equals(100L))
                .findFirst()
                .orElseThrow();
        assertEquals(world.get("delta", delta, "size"), devices.downloaded(device));
    }

    @Test
    void takesTheImageIfTheDeltaCanNotBeBuilt() {
        world.remove("delta", 500);
        long device = device();
        start("build/main=fail");
        pinFleet(NEW);
        pass(Duration.ofHours(1));
        assertEquals(600_000_000, devices.downloaded(device));
    }

    @Test
    void aSilentDeviceIsLateThenOfflineAndComesBack() {
        long device = device();
        world.population().live(FLEET);
        start();
        pass(Duration.ofHours(1));
        assertEquals("online", get(device, "api_heartbeat_state"));
        devices.silence(device, Duration.ofHours(2));
        assertEquals(false, get(device, "is_online"));
        assertEquals(List.of("online", "timeout", "offline"), history(device, "api_heartbeat_state", 23 * 60));
        Instant since = (Instant) get(device, "changed_api_heartbeat_state_on__date");
        assertTrue(since.isAfter(clock.instant().minus(Duration.ofMinutes(23))));
        pass(Duration.ofHours(2));
        assertEquals("online", get(device, "api_heartbeat_state"));
        assertEquals(true, get(device, "is_online"));
    }

    @Test
    void timeoutComesAfterOneAndAHalfPollIntervals() {
        world.add(
                "application_config_variable",
                "application",
                FLEET,
                "name",
                "RESIN_SUPERVISOR_POLL_INTERVAL",
                "value",
                "3600000");
        long slow = device();
        long own = device();
        world.add("device_config_variable", "device", own, "name", "RESIN_SUPERVISOR_POLL_INTERVAL", "value", "600000");
        start();
        // Notified, so that both polled 50 and 100 ms from now.
        pinFleet(NEW);
        passSeconds(1);
        devices.silence(slow, Duration.ZERO);
        devices.silence(own, Duration.ZERO);
        pass(Duration.ofMinutes(15));
        assertEquals("timeout", get(own, "api_heartbeat_state"));
        assertEquals(Instant.parse("2026-01-02T03:19:05.100Z"), get(own, "changed_api_heartbeat_state_on__date"));
        passSeconds(15);
        assertEquals("offline", get(own, "api_heartbeat_state"));
        assertEquals("online", get(slow, "api_heartbeat_state"));
        pass(Duration.ofMinutes(75));
        assertEquals("offline", get(slow, "api_heartbeat_state"));
        assertEquals(Instant.parse("2026-01-02T04:34:20.050Z"), get(slow, "changed_api_heartbeat_state_on__date"));
    }

    @Test
    void anAppSaysThatItIsWell() {
        long device = device();
        world.population().fleet(FLEET, DeviceTraits.USUAL.withHealthTag("healthy"));
        start();
        pinFleet(NEW);
        passSeconds(100);
        assertEquals(List.of(), world.ids("device_tag"), "right after it came up");
        passSeconds(10);
        long tag = world.ids("device_tag").get(0);
        assertEquals(device, world.get("device_tag", tag, "device"));
        assertEquals("bb", world.get("device_tag", tag, "value"));
        pinFleet(NEWER);
        passSeconds(200);
        assertEquals(List.of(tag), world.ids("device_tag"));
        assertEquals("cc", world.get("device_tag", tag, "value"));
    }

    @Test
    void troublesBefallDevices() {
        long rejects = device("device_name", "rejects");
        long stalls = device("device_name", "stalls");
        long locks = device("device_name", "locks");
        long crashes = device("device_name", "crashes");
        long silent = device("device_name", "silent");
        long back = device("device_name", "back");
        long moves = device("device_name", "moves");
        long pinned = device("device_name", "pinned");
        long fine = device();
        start(
                "device/rejects=reject*1",
                "device/stalls=stall",
                "device/locks=lock",
                "device/crashes=crash",
                "device/silent=silent",
                "device/back=silent/3600",
                "device/moves=move/2",
                "device/pinned=pin/12");
        pinFleet(NEW);
        pass(Duration.ofHours(1).minusMinutes(1));
        assertEquals("rejected", get(rejects, "update_status"));
        assertEquals("online", get(rejects, "api_heartbeat_state"));
        assertEquals("downloading", get(stalls, "update_status"));
        assertEquals("downloaded", get(locks, "update_status"));
        assertEquals("applying changes", get(crashes, "update_status"));
        assertEquals("offline", get(crashes, "api_heartbeat_state"));
        assertEquals(OLD, get(crashes, "is_running__release"));
        assertEquals("offline", get(silent, "api_heartbeat_state"));
        assertEquals("offline", get(back, "api_heartbeat_state"));
        assertEquals(2L, get(moves, "belongs_to__application"));
        assertEquals(20L, get(moves, "is_running__release"));
        assertEquals(NEWER, get(pinned, "is_running__release"));
        assertEquals(NEW, get(fine, "is_running__release"));
        pass(Duration.ofHours(1));
        assertEquals(NEW, get(back, "is_running__release"));
        assertEquals(OLD, get(silent, "is_running__release"));
        assertEquals(OLD, get(rejects, "is_running__release"), "it does not try the same again");
        pinFleet(NEWER);
        pass(Duration.ofHours(1));
        assertEquals(NEWER, get(rejects, "is_running__release"), "once only");
        assertEquals(OLD, get(stalls, "is_running__release"));
    }

    @Test
    void aShareIsAlwaysTheSame() {
        List<Long> all = Stream.generate(this::device).limit(1000).toList();
        start("device/20%=reject");
        pinFleet(NEW);
        pass(Duration.ofHours(1));
        List<Long> rejected = all.stream()
                .filter(id -> "rejected".equals(get(id, "update_status")))
                .toList();
        assertTrue(rejected.size() > 150 && rejected.size() < 250, rejected.size() + " of 1000");
        pinFleet(NEWER);
        pass(Duration.ofHours(1));
        assertEquals(
                rejected,
                all.stream()
                        .filter(id -> "rejected".equals(get(id, "update_status")))
                        .toList());
    }

    @Test
    void aRemovedDeviceDoesNothingMore() {
        long device = device();
        start();
        pinFleet(NEW);
        passSeconds(10);
        world.remove("device", device);
        pass(Duration.ofHours(1));
        assertEquals(List.of(), world.ids("device"));
        assertTrue(devices.next().isEmpty());
    }

    @Test
    void newDevicesOfALiveFleetLive() {
        world.population().live(FLEET);
        start();
        devices.settle();
        long device = device("is_pinned_on__release", NEW);
        devices.settle();
        pass(Duration.ofHours(1));
        assertEquals(NEW, get(device, "is_running__release"));
    }

    @Test
    void fastDevicesLiveHoursInSeconds() {
        long device = device("is_online", false);
        SandboxOptions options =
                SandboxOptions.defaults().withWorld(world).withClock(clock).withDeviceSpeed(3600);
        devices = CloudActivity.of(options, new FaultPlan(List.of())).devices();
        pinFleet(NEW);
        passSeconds(1);
        assertEquals(NEW, get(device, "is_running__release"));
        assertTrue(!((Instant) get(device, "last_update_status_event")).isAfter(clock.instant()));
    }

    @Test
    void theSameSeedGivesTheSameHistory() {
        List<Long> all =
                Stream.generate(() -> device("is_online", false)).limit(50).toList();
        List<List<Object>> histories = new ArrayList<>();
        for (long seed : new long[] {1, 1, 2}) {
            all.forEach(id -> world.set("device", id, "is_running__release", OLD)
                    .set("device", id, "update_status", null)
                    .set("device", id, "api_heartbeat_state", "online"));
            world.pin(FLEET, OLD);
            clock.advance(Duration.ofDays(1));
            Instant start = clock.instant();
            SandboxOptions options =
                    SandboxOptions.defaults().withWorld(world).withClock(clock).withSeed(seed);
            devices = CloudActivity.of(options, new FaultPlan(List.of())).devices();
            pinFleet(NEW);
            pass(Duration.ofHours(1));
            histories.add(all.stream()
                    .<Object>map(id -> Duration.between(start, (Instant) get(id, "last_update_status_event")))
                    .toList());
        }
        assertEquals(histories.get(0), histories.get(1));
        assertTrue(!histories.get(0).equals(histories.get(2)));
    }
}
