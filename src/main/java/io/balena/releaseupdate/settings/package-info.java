/**
 * What this machine says: settings, the session and its token, proxies. Files of the working directory are never read.
 */
package io.balena.releaseupdate.settings;
