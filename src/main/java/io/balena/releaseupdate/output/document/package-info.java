/**
 * The result on stdout: JSON, table, markdown. {@link io.balena.releaseupdate.output.document.OutputFormat} picks one.
 */
package io.balena.releaseupdate.output.document;
