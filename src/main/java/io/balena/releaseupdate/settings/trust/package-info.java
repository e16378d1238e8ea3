/** The trust of TLS connections: certificate authorities, and explanations of rejected certificates. */
package io.balena.releaseupdate.settings.trust;
