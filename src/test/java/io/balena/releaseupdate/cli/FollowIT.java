package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.cli.harness.Executable;
import org.junit.jupiter.api.Tag;

/** The tests of the status command again, on the executable. */
@Tag(Executable.TAG)
class FollowIT extends FollowCases {}
