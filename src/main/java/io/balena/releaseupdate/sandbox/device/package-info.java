/**
 * The devices of a sandbox: they poll, download, wait for update locks, apply, reject, crash, fall silent, come back.
 *
 * <p>Nothing happens in the background. Each device plans its next event in a {@code Schedule}, and
 * {@link io.balena.releaseupdate.sandbox.device.Devices#settle()} runs the events that are due by the clock; hours of a
 * fleet of thousands take a moment. The same seed and the same requests give the same history.
 */
package io.balena.releaseupdate.sandbox.device;
