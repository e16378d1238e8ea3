/**
 * Messages and progress on stderr while a command runs, and when they may have colors.
 */
package io.balena.releaseupdate.cli.stderr;
