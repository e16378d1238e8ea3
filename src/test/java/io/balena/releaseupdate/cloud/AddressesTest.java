package io.balena.releaseupdate.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressesTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1                                  , 10.0.0.1",
        "10.0.0.1 10.0.0.2                         , 10.0.0.1 10.0.0.2",
        "10.0.0.1 10.0.0.2 10.0.0.3 fd00::1        , 10.0.0.1 fd00::1 10.0.0.2 10.0.0.3",
        "fd00::1 fd00::2 10.0.0.1 10.0.0.2 10.0.0.3, fd00::1 10.0.0.1 fd00::2 10.0.0.2 10.0.0.3",
    })
    void familiesAlternate(String given, String tried) throws Exception {
        assertEquals(addresses(tried), Addresses.interleaved(addresses(given)));
    }

    @Test
    void localhostIsThisMachineInBothFamilies() throws Exception {
        assertEquals(addresses("127.0.0.1 ::1"), Addresses.of("localhost"));
        assertEquals(addresses("127.0.0.1 ::1"), Addresses.of("LocalHost"));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.2, 10.0.0.2 10.0.0.1 fd00::1",
        "10.0.0.9, 10.0.0.1 10.0.0.2 fd00::1",
    })
    void oneOfThemMayComeFirst(String first, String tried) throws Exception {
        assertEquals(
                addresses(tried),
                Addresses.beginningWith(InetAddress.getByName(first), addresses("10.0.0.1 10.0.0.2 fd00::1")));
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, true", "::1, true", "[::1], true", "localhost, false", "a_b, false", "1.2.3.example, false"
    })
    void anAddressIsNotLookedUp(String host, boolean isAddress) {
        assertEquals(isAddress, Addresses.isAddress(host));
    }

    private static List<InetAddress> addresses(String text) throws UnknownHostException {
        List<InetAddress> addresses = new ArrayList<>();
        for (String address : List.of(text.split(" "))) {
            addresses.add(InetAddress.getByName(address));
        }
        return addresses;
    }
}
