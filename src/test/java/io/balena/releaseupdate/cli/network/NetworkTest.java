package io.balena.releaseupdate.cli.network;

import io.quarkus.test.junit.QuarkusTest;

/** The cases within this process. */
@QuarkusTest
class NetworkTest extends NetworkCases {}
