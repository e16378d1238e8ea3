package io.balena.releaseupdate.sandbox;

import java.util.function.Consumer;

/** What tests do around each request. */
record Hooks(Consumer<SandboxRequest> before, Consumer<SandboxRequest> after) {}
