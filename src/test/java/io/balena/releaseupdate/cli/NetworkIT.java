package io.balena.releaseupdate.cli;

import org.junit.jupiter.api.Tag;

/** The tests of difficult networks again, on the executable. */
@Tag(Executable.TAG)
class NetworkIT extends NetworkCases {}
