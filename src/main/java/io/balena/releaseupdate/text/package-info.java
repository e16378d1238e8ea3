/**
 * Text for people: fit to be shown on a terminal, sizes, durations, columns.
 */
package io.balena.releaseupdate.text;
