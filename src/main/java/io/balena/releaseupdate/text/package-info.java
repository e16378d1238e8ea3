/** Text for users: sanitizing for terminals, sizes, durations, columns. */
package io.balena.releaseupdate.text;
