package io.balena.releaseupdate.cli.golden;

import io.balena.releaseupdate.cli.harness.Executable;
import org.junit.jupiter.api.Tag;

/** The golden tests again, on the executable. */
@Tag(Executable.TAG)
class GoldenIT extends GoldenCases {}
