package io.balena.releaseupdate.cli;

import io.quarkus.test.junit.main.QuarkusMainIntegrationTest;

/** The README's commands on what is shipped: the jar, or the executable. */
@QuarkusMainIntegrationTest
class ReadmeIT extends ReadmeTest {}
