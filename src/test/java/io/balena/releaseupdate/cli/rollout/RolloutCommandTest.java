package io.balena.releaseupdate.cli.rollout;

import io.quarkus.test.junit.QuarkusTest;

/** The cases within this process. */
@QuarkusTest
class RolloutCommandTest extends RolloutCommandCases {}
