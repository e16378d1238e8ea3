package io.balena.releaseupdate.settings.trust;

import io.balena.releaseupdate.settings.Proxies;

/**
 * The network configuration between this machine and the servers.
 *
 * @param proxies the proxies to the servers
 * @param authorities the trusted certificate authorities
 */
public record Network(Proxies proxies, Authorities authorities) {

    /** No proxy, and only the built-in certificate authorities. */
    public static final Network DIRECT = new Network(Proxies.NONE, Authorities.BUILT_IN);
}
