package io.balena.releaseupdate.cli;

import org.junit.jupiter.api.Tag;

/** The tests of the status command again, on the executable. */
@Tag(Executable.TAG)
class FollowIT extends FollowCases {}
