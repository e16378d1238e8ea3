package io.balena.releaseupdate.cli.fault;

import io.balena.releaseupdate.cli.harness.Executable;
import org.junit.jupiter.api.Tag;

/** The tests of odd answers again, on the executable, whose memory they look at, too. */
@Tag(Executable.TAG)
class HostileResponsesIT extends HostileResponsesCases {}
