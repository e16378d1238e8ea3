/**
 * The result as JSON: for one update the document of the npm tool byte for byte, and those of fleets, statuses and
 * roll-outs. {@link io.balena.releaseupdate.output.json.JsonDocument} writes all of them.
 */
package io.balena.releaseupdate.output.json;
