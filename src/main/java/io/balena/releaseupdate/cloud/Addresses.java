package io.balena.releaseupdate.cloud;

import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/** The addresses of a host, in the order in which they are tried. */
final class Addresses {

    private Addresses() {}

    /** Whether a host is given as an address. */
    static boolean isAddress(String host) {
        return NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
    }

    /**
     * Resolves a host as the machine is configured, which may take seconds. {@code localhost} is fixed: the token is
     * sent there unencrypted because it is this machine (RFC 6761, section 6.3).
     */
    static List<InetAddress> of(String host) throws UnknownHostException {
        if (host.equalsIgnoreCase("localhost")) {
            return List.of(InetAddress.getByName("127.0.0.1"), InetAddress.getByName("::1"));
        }
        return interleaved(List.of(InetAddress.getAllByName(host)));
    }

    /** Keeps the order but alternates IPv4 and IPv6: if one of them is unreachable, that costs only one attempt. */
    static List<InetAddress> interleaved(List<InetAddress> addresses) {
        List<InetAddress> interleaved = new ArrayList<>();
        boolean isIpv4Next = addresses.get(0) instanceof Inet4Address;
        Deque<InetAddress> next = new ArrayDeque<>(ofFamily(isIpv4Next, addresses));
        Deque<InetAddress> other = new ArrayDeque<>(ofFamily(!isIpv4Next, addresses));
        while (!next.isEmpty() || !other.isEmpty()) {
            Stream.of(next, other)
                    .filter(family -> !family.isEmpty())
                    .forEach(family -> interleaved.add(family.remove()));
        }
        return interleaved;
    }

    /** Moves an address to the front, if it is in the list. */
    static List<InetAddress> beginningWith(InetAddress first, List<InetAddress> addresses) {
        if (!addresses.contains(first)) {
            return addresses;
        }
        List<InetAddress> moved = new ArrayList<>(addresses);
        moved.remove(first);
        moved.add(0, first);
        return moved;
    }

    private static List<InetAddress> ofFamily(boolean isIpv4, List<InetAddress> addresses) {
        return addresses.stream()
                .filter(address -> address instanceof Inet4Address == isIpv4)
                .toList();
    }
}
