/**
 * What the program says: the result, as JSON, table or markdown ({@link io.balena.releaseupdate.output.OutputFormat}),
 * and progress while deltas are prepared ({@link io.balena.releaseupdate.output.Progresses}). Everything here is given
 * its writer, its terminal and its clock.
 */
package io.balena.releaseupdate.output;
