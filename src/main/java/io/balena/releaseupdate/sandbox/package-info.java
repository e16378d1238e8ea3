/**
 * A stand-in for balenaCloud's API and delta server that speaks real HTTP on the loopback interface.
 *
 * <p>It ships with the tool to let users rehearse a pipeline without an account, and the tests use it. It responds like
 * balenaCloud, including the peculiarities that a client must know (big integers as strings, an invalid token that
 * looks like an empty account, a delta request that is held and then times out), and it refuses what it does not
 * support instead of guessing.
 *
 * <ul>
 *   <li>{@link io.balena.releaseupdate.sandbox.Sandbox} starts and stops it.
 *   <li>{@link io.balena.releaseupdate.sandbox.World} is its content: fleets, releases, images, deltas, devices.
 *   <li>{@link io.balena.releaseupdate.sandbox.Fault} makes it misbehave.
 * </ul>
 *
 * <p>Inside: {@code Dispatcher} passes requests to {@code Api}, {@code Account} or {@code DeltaServer};
 * {@code ODataParser} and {@code ODataEvaluator} handle queries; {@code DeltaBuilds} simulates delta builds.
 */
package io.balena.releaseupdate.sandbox;
