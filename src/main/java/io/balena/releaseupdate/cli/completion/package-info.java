/**
 * Completion scripts for shells, made of the commands themselves.
 */
package io.balena.releaseupdate.cli.completion;
