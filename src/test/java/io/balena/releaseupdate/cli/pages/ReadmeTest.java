package io.balena.releaseupdate.cli.pages;

import io.quarkus.test.junit.QuarkusTest;

/** The cases within this process. */
@QuarkusTest
class ReadmeTest extends ReadmeCases {}
