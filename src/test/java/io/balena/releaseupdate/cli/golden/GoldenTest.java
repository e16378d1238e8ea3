package io.balena.releaseupdate.cli.golden;

import io.quarkus.test.junit.QuarkusTest;

/** The cases within this process. */
@QuarkusTest
class GoldenTest extends GoldenCases {}
