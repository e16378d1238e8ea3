package io.balena.releaseupdate.cli.fault;

import io.balena.releaseupdate.cli.harness.Executable;
import org.junit.jupiter.api.Tag;

@Tag(Executable.TAG)
class MisplacedTokenIT extends MisplacedTokenCases {}
