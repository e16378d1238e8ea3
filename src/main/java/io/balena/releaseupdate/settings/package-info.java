/**
 * This machine's configuration: settings, the session and its token, proxies. Files in the working directory are never
 * read.
 */
package io.balena.releaseupdate.settings;
