package io.balena.releaseupdate.cli.fault;

import io.quarkus.test.junit.QuarkusTest;

/** The cases within this process. */
@QuarkusTest
class HostileResponsesTest extends HostileResponsesCases {}
