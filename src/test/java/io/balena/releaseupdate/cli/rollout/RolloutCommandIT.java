package io.balena.releaseupdate.cli.rollout;

import io.balena.releaseupdate.cli.harness.Executable;
import org.junit.jupiter.api.Tag;

/** The tests of the roll-out command again, on the executable. */
@Tag(Executable.TAG)
class RolloutCommandIT extends RolloutCommandCases {}
