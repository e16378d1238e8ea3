package io.balena.releaseupdate.cli.network;

import io.balena.releaseupdate.cli.harness.Executable;
import org.junit.jupiter.api.Tag;

/** The tests of difficult networks again, on the executable. */
@Tag(Executable.TAG)
class NetworkIT extends NetworkCases {}
