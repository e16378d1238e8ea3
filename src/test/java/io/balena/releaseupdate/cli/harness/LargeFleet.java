package io.balena.releaseupdate.cli.harness;

import io.balena.releaseupdate.sandbox.World;

/** A fleet larger than those that one meets. */
public final class LargeFleet {

    private LargeFleet() {}

    /** Fleet {@code acme/large}, with one device on each of so many releases, and a newer one that none runs. */
    public static World world(int releases, int services) {
        World world = World.empty().fleet(1, "acme/large");
        for (int release = 1; release <= releases + 1; release++) {
            long id = 1_900_000_000L + release;
            world.release(id, 1, String.format("%040x", id));
            for (int service = 0; service < services; service++) {
                long image = 2_000_000_000L + release * 1000L + service;
                world.image(image, "success", "registry/" + image, "sha256:" + image, 5_000_000_000L)
                        .contain(id, "service" + service, image);
            }
            if (release <= releases) {
                world.devices(1, id, 1, true);
            }
        }
        return world;
    }
}
