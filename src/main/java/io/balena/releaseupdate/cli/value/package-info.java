/**
 * Values of options: how picocli reads releases, fleets, percentages, seconds, and which values it suggests.
 */
package io.balena.releaseupdate.cli.value;
