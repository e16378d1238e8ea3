package io.balena.releaseupdate.cli;

import org.junit.jupiter.api.Tag;

/** The golden tests again, on the executable. */
@Tag(Executable.TAG)
class GoldenIT extends GoldenCases {}
