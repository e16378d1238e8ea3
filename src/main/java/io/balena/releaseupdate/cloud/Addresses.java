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

    /** Whether the name of a host is an address itself. */
    static boolean isAddress(String host) {
        return NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
    }

    /**
     * Asks the machine for them, which may take seconds. Not for {@code localhost}: whatever is configured, the token is
     * sent to it unencrypted because it is this machine (RFC 6761, section 6.3).
     */
    static List<InetAddress> of(String host) throws UnknownHostException {
        if (host.equalsIgnoreCase("localhost")) {
            return List.of(InetAddress.getByName("127.0.0.1"), InetAddress.getByName("::1"));
        }
        return inTurns(List.of(InetAddress.getAllByName(host)));
    }

    /** In the given order, except that IPv4 and IPv6 alternate, so that one that leads nowhere holds up one try only. */
    static List<InetAddress> inTurns(List<InetAddress> addresses) {
        List<InetAddress> inTurns = new ArrayList<>();
        boolean isIpv4Next = addresses.get(0) instanceof Inet4Address;
        Deque<InetAddress> next = new ArrayDeque<>(ofFamily(isIpv4Next, addresses));
        Deque<InetAddress> other = new ArrayDeque<>(ofFamily(!isIpv4Next, addresses));
        while (!next.isEmpty() || !other.isEmpty()) {
            Stream.of(next, other).filter(family -> !family.isEmpty()).forEach(family -> inTurns.add(family.remove()));
        }
        return inTurns;
    }

    /** With one of them moved to the front, if it is among them. */
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
