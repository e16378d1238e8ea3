package io.balena.releaseupdate.sandbox;

import java.util.function.Consumer;

/** Actions of tests around each request. */
record RequestHooks(Consumer<SandboxRequest> before, Consumer<SandboxRequest> after) {}
