/**
 * The client of balena's API and delta server, behind {@code BalenaCloud}: declarative REST clients, rows as they are on
 * the wire, limits, retries, and what failures mean. {@code Connection} opens it.
 */
package io.balena.releaseupdate.cloud;
