package io.balena.releaseupdate.cli;

import org.junit.jupiter.api.Tag;

/** The README's commands again, on the executable. */
@Tag(Executable.TAG)
class ReadmeIT extends ReadmeTest {}
