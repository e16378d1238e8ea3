package io.balena.releaseupdate.cli;

import io.quarkus.test.junit.main.QuarkusMainIntegrationTest;
import org.junit.jupiter.api.Tag;

/** The README's commands again, on the executable. */
@Tag(Executable.TAG)
@QuarkusMainIntegrationTest
class ReadmeIT extends ReadmeTest {}
