package io.balena.releaseupdate.cli;

import org.junit.jupiter.api.Tag;

/** The pages' commands again, on the executable. */
@Tag(Executable.TAG)
class ReadmeIT extends ReadmeCases {}
