/**
 * balena as a server: the requests of {@code BalenaCloud}, the only door, and how its answers are read. Declarative REST
 * clients, rows as they are on the wire, limits, retries, and the meaning of failures. {@code Connection} opens it.
 */
package io.balena.releaseupdate.cloud;
