package io.balena.releaseupdate.settings;

import io.netty.util.NetUtil;
import java.math.BigInteger;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The servers that bypass the proxy. Patterns are compared with the URL's host as written, without DNS lookups.
 *
 * <table>
 * <caption>Patterns, separated by commas or white space; any of them may end with {@code :port}</caption>
 * <tr><td>{@code *}</td><td>every server</td></tr>
 * <tr><td>{@code example.com}, {@code example.com.}</td><td>that host and its subdomains</td></tr>
 * <tr><td>{@code .example.com}, {@code *.example.com}</td><td>its subdomains</td></tr>
 * <tr><td>{@code api*.example.com}, {@code 10.*}</td><td>hosts that match; each star stands for any text</td></tr>
 * <tr><td>{@code 10.1.2.3}, {@code fd00::1}, {@code [fd00::1]:8443}</td><td>that address</td></tr>
 * <tr><td>{@code 10.0.0.0/8}, {@code fd00::/8}</td><td>addresses that begin with these bits</td></tr>
 * </table>
 *
 * Anything else matches nothing: such lists hold entries for other programs, like the path of a socket.
 */
record NoProxy(String patterns) {

    /** The balena CLI's default: private networks. */
    static final NoProxy DEFAULT = new NoProxy("*.local,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16");

    private static final Pattern WITH_PORT = Pattern.compile("(\\[[^]]*]|[^:]*):([0-9]{1,5})");

    boolean matches(URI server) {
        String host = withoutBrackets(withoutDot(ServerUrl.host(server).toLowerCase(Locale.ROOT)));
        int port = ServerUrl.port(server);
        return entries().anyMatch(pattern -> {
            Matcher withPort = WITH_PORT.matcher(pattern);
            return withPort.matches()
                    ? Integer.parseInt(withPort.group(2)) == port && matchesHost(withoutDot(withPort.group(1)), host)
                    : matchesHost(withoutDot(pattern), host);
        });
    }

    /** Entries that resemble a host or a network but match nothing. */
    List<String> misunderstood() {
        return entries().filter(NoProxy::isMisunderstood).distinct().toList();
    }

    private Stream<String> entries() {
        return Stream.of(patterns.toLowerCase(Locale.ROOT).split("[,\\s]+"));
    }

    private static boolean isMisunderstood(String entry) {
        Matcher withPort = WITH_PORT.matcher(entry);
        String pattern = withPort.matches() ? withPort.group(1) : entry;
        int slash = pattern.indexOf('/');
        if (slash == 0) {
            // A path, for other programs.
            return false;
        }
        return slash > 0
                ? !isNetwork(pattern.substring(0, slash), pattern.substring(slash + 1))
                : pattern.matches("[0-9.]*[0-9][0-9.]*")
                        && address(withoutDot(pattern)).isEmpty();
    }

    private static boolean isNetwork(String network, String bits) {
        Optional<byte[]> prefix = address(withoutBrackets(network));
        return prefix.isPresent()
                && bits.matches("[0-9]{1,3}")
                && Integer.parseInt(bits) <= prefix.get().length * Byte.SIZE;
    }

    /** Fully qualified DNS names end with a dot, which is usually omitted. */
    private static String withoutDot(String name) {
        return name.endsWith(".") && !name.equals(".") ? name.substring(0, name.length() - 1) : name;
    }

    private static boolean matchesHost(String pattern, String host) {
        if (pattern.isEmpty()) {
            return false;
        }
        Optional<byte[]> address = address(host);
        int slash = pattern.indexOf('/');
        if (slash >= 0) {
            return address.isPresent()
                    && isInNetwork(address.get(), pattern.substring(0, slash), pattern.substring(slash + 1));
        }
        Optional<byte[]> wanted = address(withoutBrackets(pattern));
        if (wanted.isPresent()) {
            return address.isPresent() && Arrays.equals(wanted.get(), address.get());
        }
        if (pattern.contains("*")) {
            return matchesStars(pattern, host);
        }
        boolean isBelow = host.endsWith(pattern.startsWith(".") ? pattern : "." + pattern);
        return host.equals(pattern) || isBelow && address.isEmpty();
    }

    private static boolean matchesStars(String pattern, String host) {
        String[] parts = pattern.split("\\*", -1);
        int last = parts.length - 1;
        if (!host.startsWith(parts[0])) {
            return false;
        }
        // Each part at its first match: backtracking over malicious patterns could take practically unlimited time.
        int position = parts[0].length();
        for (int i = 1; i < last; i++) {
            int found = host.indexOf(parts[i], position);
            if (found < 0) {
                return false;
            }
            position = found + parts[i].length();
        }
        return host.length() - position >= parts[last].length() && host.endsWith(parts[last]);
    }

    private static boolean isInNetwork(byte[] address, String network, String bits) {
        if (!isNetwork(network, bits)) {
            return false;
        }
        byte[] prefix = address(withoutBrackets(network)).orElseThrow();
        if (prefix.length != address.length) {
            return false;
        }
        int rest = address.length * Byte.SIZE - Integer.parseInt(bits);
        return new BigInteger(1, address).shiftRight(rest).equals(new BigInteger(1, prefix).shiftRight(rest));
    }

    /** The address; empty if the text is none. No DNS lookup. */
    private static Optional<byte[]> address(String text) {
        return Optional.ofNullable(NetUtil.createByteArrayFromIpAddressString(text));
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
