package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.cli.harness.Executable;
import org.junit.jupiter.api.Tag;

/** The command tests again, on the executable. */
@Tag(Executable.TAG)
class CommandIT extends CommandCases {}
