package io.balena.releaseupdate.cli;

import io.quarkus.test.junit.main.QuarkusMainIntegrationTest;

/** The tests of the fleet command on what is shipped: the jar, or the executable. */
@QuarkusMainIntegrationTest
class FleetCommandIT extends FleetCommandTest {}
