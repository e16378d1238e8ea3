import io.balena.releaseupdate.sandbox.Sandbox;
import io.balena.releaseupdate.sandbox.SandboxOptions;
import io.balena.releaseupdate.sandbox.World;
import io.vertx.core.Vertx;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The server of the benchmark of roll-outs: a sandbox with one large fleet, whose hours take seconds. Prints the
 * variables to set, and runs until its standard input ends.
 */
final class LargeRollout {

    private static final long FLEET = 1;
    private static final long ORIGIN = 10;
    private static final long TARGET = 11;
    private static final int SPEED = 600;

    private LargeRollout() {}

    /** @param arguments how many devices the fleet has */
    public static void main(String[] arguments) throws Exception {
        World world = World.empty()
                .fleet(FLEET, "benchmark/large")
                .release(ORIGIN, FLEET, "a".repeat(40), "success", "1.0.0", true)
                .release(TARGET, FLEET, "b".repeat(40), "success", "2.0.0", true)
                .pin(FLEET, ORIGIN);
        for (long release : new long[] {ORIGIN, TARGET}) {
            long image = release * 100;
            world.image(image, "success", "registry/" + image, "sha256:" + image, 50_000_000L)
                    .contain(release, "main", image);
        }
        world.devices(FLEET, ORIGIN, Integer.parseInt(arguments[0]), true);
        Sandbox sandbox = Sandbox.start(
                Vertx.vertx(), SandboxOptions.defaults().withWorld(world).withClock(new FastClock()));
        System.out.println("url=" + sandbox.url());
        System.out.println("token=" + sandbox.token());
        System.in.transferTo(OutputStream.nullOutputStream());
        System.exit(0);
    }

    /** Starts at the machine's time and runs faster. */
    private static final class FastClock extends Clock {
        private final Instant start = Instant.now();
        private final long startNanos = System.nanoTime();

        @Override
        public Instant instant() {
            return start.plus(Duration.ofNanos((System.nanoTime() - startNanos) * SPEED));
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
