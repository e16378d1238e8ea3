/** Whom connections trust: certificate authorities, and what was wrong with a certificate that was refused. */
package io.balena.releaseupdate.settings.trust;
