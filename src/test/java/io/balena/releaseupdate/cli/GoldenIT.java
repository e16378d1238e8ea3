package io.balena.releaseupdate.cli;

import io.quarkus.test.junit.main.QuarkusMainIntegrationTest;
import org.junit.jupiter.api.Tag;

/** The golden tests again, on the executable. */
@Tag(Executable.TAG)
@QuarkusMainIntegrationTest
class GoldenIT extends GoldenTest {}
