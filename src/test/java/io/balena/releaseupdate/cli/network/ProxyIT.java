package io.balena.releaseupdate.cli.network;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is shipped, as a process behind a proxy and before TLS: the rest of {@link NetworkCases} needs no process. */
class ProxyIT {

    @TempDir
    Path home;

    @Test
    void aProxyWithALoginIsTheOnlyWay() throws Exception {
        NetworkCases.createCertificate();
        NetworkCases cases = new NetworkTest();
        cases.home = home;
        cases.aProxyWithALoginIsTheOnlyWay();
    }
}
