package io.balena.releaseupdate.cli;

import org.junit.jupiter.api.Tag;

@Tag(Executable.TAG)
class MisplacedTokenIT extends MisplacedTokenCases {}
