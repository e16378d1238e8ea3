package io.balena.releaseupdate.settings.trust;

import io.balena.releaseupdate.settings.Proxies;

/**
 * What lies between this machine and the servers.
 *
 * @param proxies which of them are reached through a proxy
 * @param authorities whose certificates are accepted besides those that everybody accepts
 */
public record Network(Proxies proxies, Authorities authorities) {

    /** No proxy, and only the built-in certificate authorities. */
    public static final Network DIRECT = new Network(Proxies.NONE, Authorities.BUILT_IN);
}
