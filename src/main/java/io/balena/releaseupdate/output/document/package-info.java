/**
 * The result on stdout as a table or as markdown. {@link io.balena.releaseupdate.output.document.OutputFormat} picks the
 * format.
 */
package io.balena.releaseupdate.output.document;
