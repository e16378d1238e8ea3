package io.balena.releaseupdate.cli;

import io.quarkus.test.junit.main.QuarkusMainIntegrationTest;

/** The golden tests on what is shipped: the jar, or the executable. */
@QuarkusMainIntegrationTest
class GoldenIT extends GoldenTest {}
