/**
 * Messages and exit codes of what went wrong: refused arguments with suggestions, and how each command ended.
 */
package io.balena.releaseupdate.cli.error;
