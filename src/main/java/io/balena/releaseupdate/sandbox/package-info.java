/**
 * A stand-in of balenaCloud, its API and its delta server, that speaks real HTTP on the loopback interface.
 *
 * <p>It ships with the tool so that people can rehearse a pipeline without an account, and it carries the tests. It
 * answers as balenaCloud does, down to the oddities that a client must know (big integers as strings, an invalid token
 * that looks like an empty account, a delta request that is held and then times out), and it refuses what it does not
 * understand instead of guessing.
 *
 * <ul>
 *   <li>{@link io.balena.releaseupdate.sandbox.Sandbox} starts and stops it.
 *   <li>{@link io.balena.releaseupdate.sandbox.World} is what it holds: fleets, releases, images, deltas, devices.
 *   <li>{@link io.balena.releaseupdate.sandbox.Fault} makes it misbehave.
 * </ul>
 *
 * <p>Inside: {@code Dispatcher} takes a request to {@code Api}, {@code Account} or {@code DeltaServer};
 * {@code ODataParser} and {@code ODataEvaluator} answer queries; {@code DeltaBuilds} lets deltas come about with time.
 */
package io.balena.releaseupdate.sandbox;
