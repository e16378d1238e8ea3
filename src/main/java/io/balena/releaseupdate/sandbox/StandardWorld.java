package io.balena.releaseupdate.sandbox;

import io.balena.releaseupdate.sandbox.data.Fake;

/** The shipped content: five fleets, from the README's two releases to two thousand devices and forty services. */
public final class StandardWorld {
    private static final long README = 1700001;
    private static final long SHOP = 1700002;
    private static final long BIG = 1700003;
    private static final long WIDE = 1700004;

    /** Pushed to two fleets, as a build server does: this commit alone is ambiguous. */
    private static final String SHARED_COMMIT = Fake.hex("commit shop 1.2.0", 40);

    private StandardWorld() {}

    /**
     * The complete shipped world: {@code sandbox/readme}, {@code shop}, {@code big}, {@code wide} and {@code field}.
     */
    public static World create() {
        return FieldWorld.add(addWide(addBig(addShop(readme()))));
    }

    /** Fleet {@code sandbox/readme}: the two releases and the delta that the README of the npm tool shows. */
    public static World readme() {
        return addReadme(World.empty());
    }

    private static World addReadme(World world) {
        return world.fleet(README, "sandbox/readme")
                .release(900813, README, "84d3d8f43eddd81b1699552dd39338f8dbf8b11e", "success", "1.0.0", true)
                .release(900835, README, "b2cf2db7fece36f10e6a7e815ab169fd30cab05f", "success", "1.0.1", true)
                .image(
                        1115249,
                        "success",
                        "registry2.balena-cloud.com/v2/053f8c64320e2aedc83c8cfc63ff95fa",
                        "sha256:bc4f975c19a46102ac022508b954919ce8c64c65a83b25c0202cdb216e72451f",
                        310905195L)
                .image(
                        1115290,
                        "success",
                        "registry2.balena-cloud.com/v2/1210859f1a5d4d29653ed1db80d8c9d6",
                        "sha256:fd67e1fcf25ecaf3a192627c54334ce50fa144000acadfdfdac0c1c0ed63e895",
                        310954877L)
                .contain(900813, "main", 1115249)
                .contain(900835, "main", 1115290)
                .delta(
                        1510997,
                        1115249,
                        1115290,
                        "registry2.balena-cloud.com/v2/1210859f1a5d4d29653ed1db80d8c9d6:delta-3c90dce25a5f9f2f",
                        484575)
                .devices(README, 900813L, 3, true)
                .pin(README, 900813);
    }

    /** A typical fleet: services are added, kept and removed, some deltas exist, none is built for 2.0.0. */
    private static World addShop(World world) {
        world.fleet(SHOP, "sandbox/shop");

        shopRelease(world, 1900101, "1.0.0", "main 1", "db 1", "proxy 1");
        shopRelease(world, 1900102, "1.1.0", "main 2", "db 1", "proxy 2");
        shopRelease(world, 1900103, "1.1.1+rev2", "main 3", "db 1", "proxy 2");
        shopRelease(world, 1900104, "1.2.0", "main 4", "db 2", "proxy 2", "worker 1");
        shopRelease(world, 1900105, "1.3.0", "main 5", "db 2", "proxy 2", "worker 1");
        shopRelease(world, 1900106, "2.0.0", "main 6", "db 2", "worker 2");
        shopRelease(world, 1900107, "2.1.0", "main 7", "db 2", "worker 3", "cache 1");
        world.set("release", 1900105, "status", "failed")
                .set("release", 1900107, "is_final", false)
                .set("release", 1900107, "is_finalized_at__date", null)
                .invalidate(1900102, "Orders were sent twice.");

        shopDelta(world, 1510101, "main", 1900101, 1900102);
        shopDelta(world, 1510102, "proxy", 1900101, 1900102);
        shopDelta(world, 1510103, "main", 1900102, 1900103);
        shopDelta(world, 1510104, "main", 1900103, 1900104);
        shopDelta(world, 1510105, "db", 1900103, 1900104);
        shopDelta(world, 1510106, "main", 1900101, 1900104);

        return world.devices(SHOP, 1900101L, 5, true)
                .devices(SHOP, 1900101L, 1, false)
                .devices(SHOP, 1900102L, 4, true)
                .devices(SHOP, 1900103L, 9, true)
                .devices(SHOP, 1900104L, 14, true)
                .devices(SHOP, 1900104L, 3, false)
                .devices(SHOP, null, 4, false)
                .pin(SHOP, 1900104);
    }

    /** Each build is {@code service number}; the same number in two releases means the same content. */
    private static void shopRelease(World world, long id, String version, String... builds) {
        String commit = version.equals("1.2.0") ? SHARED_COMMIT : Fake.hex("commit shop " + version, 40);
        world.release(id, SHOP, commit, "success", version, true);
        for (String build : builds) {
            String service = build.substring(0, build.indexOf(' '));
            long size = Fake.number("size shop " + service, 20_000_000, 380_000_000)
                    + Fake.number("growth shop " + build, 0, 9_000_000);
            long image = shopImage(service, id);
            world.image(image, "success", Fake.location("shop " + image), Fake.contentHash("shop " + build), size)
                    .contain(id, service, image);
        }
    }

    private static void shopDelta(World world, long id, String service, long fromRelease, long toRelease) {
        builtDelta(world, id, shopImage(service, fromRelease), shopImage(service, toRelease));
    }

    /** A delta as a build creates it. */
    private static void builtDelta(World world, long id, long from, long to) {
        String target = (String) world.get("image", to, "is_stored_at__image_location");
        Long size = (Long) world.get("image", to, "image_size");
        world.delta(id, from, to, DeltaBuilds.location(from, to, target), DeltaBuilds.size(from, to, size));
    }

    /** Release 1900104's images are 2104001 (main), 2104002 (db), … */
    private static long shopImage(String service, long release) {
        long number =
                switch (service) {
                    case "main" -> 1;
                    case "db" -> 2;
                    case "proxy" -> 3;
                    case "worker" -> 4;
                    default -> 5;
                };
        return 2_100_000 + (release - 1_900_100) * 1000 + number;
    }

    /** 2,000 devices on 25 releases, and a 26th release without deltas. */
    private static World addBig(World world) {
        world.fleet(BIG, "sandbox/big");
        for (int i = 1; i <= 26; i++) {
            long release = 1_910_000 + i;
            String version = i == 26 ? "2.0.0" : "1." + (i - 1) + ".0";
            String commit = i == 25 ? SHARED_COMMIT : Fake.hex("commit big " + version, 40);
            world.release(release, BIG, commit, "success", version, true);
            bigImage(world, release, 2_200_000 + 10L * i, "collector");
            bigImage(world, release, 2_200_001 + 10L * i, "main");
            bigImage(world, release, 2_200_002 + 10L * i, "ui");
            if (i < 26) {
                world.devices(BIG, release, 72, true).devices(BIG, release, 8, false);
            }
        }
        return world.pin(BIG, 1_910_025);
    }

    private static void bigImage(World world, long release, long id, String service) {
        String seed = "big " + id;
        long size = Fake.number("size " + seed, 10_000_000, 400_000_000);
        world.image(id, "success", Fake.location(seed), Fake.contentHash(seed), size)
                .contain(release, service, id);
    }

    /** Releases 1920001 and 1920002 with ten services, 1920003 and 1920004 with forty, and all deltas between them. */
    private static World addWide(World world) {
        world.fleet(WIDE, "sandbox/wide");
        addWidePair(world, 1_920_001, "1", 10);
        addWidePair(world, 1_920_003, "2", 40);
        return world.pin(WIDE, 1_920_001).devices(WIDE, 1_920_001L, 10, true);
    }

    private static void addWidePair(World world, long release, String majorVersion, int services) {
        for (int next = 0; next < 2; next++) {
            String version = majorVersion + "." + next + ".0";
            world.release(release + next, WIDE, Fake.hex("commit wide " + version, 40), "success", version, true);
            for (int service = 1; service <= services; service++) {
                String seed = "wide " + version + " " + service;
                long image = wideImage(release + next, service);
                world.image(
                                image,
                                "success",
                                Fake.location(seed),
                                Fake.contentHash(seed),
                                Fake.number("size " + seed, 10_000_000, 400_000_000))
                        .contain(release + next, "service-" + service, image);
                if (next == 1) {
                    builtDelta(world, image, wideImage(release, service), image);
                }
            }
        }
    }

    /** Release 1920004's images are 2304001 to 2304040. */
    private static long wideImage(long release, int service) {
        return 2_300_000 + (release - 1_920_000) * 1000 + service;
    }
}
