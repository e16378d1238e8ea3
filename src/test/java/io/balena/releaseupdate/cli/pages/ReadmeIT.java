package io.balena.releaseupdate.cli.pages;

import io.balena.releaseupdate.cli.harness.Executable;
import org.junit.jupiter.api.Tag;

/** The pages' commands again, on the executable. */
@Tag(Executable.TAG)
class ReadmeIT extends ReadmeCases {}
