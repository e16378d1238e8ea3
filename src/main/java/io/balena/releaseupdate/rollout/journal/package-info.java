/** What a roll-out keeps in the fleet's tags between two runs: the origin, the stages, who belongs to each; read and written. */
package io.balena.releaseupdate.rollout.journal;
