/**
 * How help is laid out. Its text is prepared at build time, so that showing it needs no model of the commands.
 */
package io.balena.releaseupdate.cli.help;
