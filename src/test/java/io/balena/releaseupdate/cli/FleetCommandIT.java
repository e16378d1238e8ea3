package io.balena.releaseupdate.cli;

import io.quarkus.test.junit.main.QuarkusMainIntegrationTest;
import org.junit.jupiter.api.Tag;

/** The tests of the fleet command again, on the executable. */
@Tag(Executable.TAG)
@QuarkusMainIntegrationTest
class FleetCommandIT extends FleetCommandTest {}
