/** The state of a roll-out between runs, kept in tags of the release: the origin, the stages and their devices. */
package io.balena.releaseupdate.rollout.journal;
