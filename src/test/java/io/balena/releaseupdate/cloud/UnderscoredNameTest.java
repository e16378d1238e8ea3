package io.balena.releaseupdate.cloud;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.balena.releaseupdate.TestAuthority;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnderscoredNameTest {

    private static final CertificateException REFUSAL = new CertificateException("not trusted");

    @ParameterizedTest
    @CsvSource({
        "balena_api      , balena_api          , true",
        "balena_api      , Balena_API          , true",
        "balena_api      , other balena_api    , true",
        "api_1.acme.test , api_1.acme.test     , true",
        "api_1.acme.test , *.acme.test         , true",
        "balena_api      , *                   , false",
        "balena_api      , balena_api.acme.test, false",
        "api_1.acme.test , *.test              , false",
        "api_1.acme.test , api_*.acme.test     , false",
        "a_b.c.acme.test , *.acme.test         , false",
        "api_1.acme.test , acme.test           , false",
        "api_1.acme.test , 10.0.0.1            , false",
        "api_1.acme.test , ''                  , false",
    })
    void onlyTheExactNameCountsOrAStarBeforeTheFirstDot(String host, String names, boolean isAccepted)
            throws Exception {
        X509Certificate[] chain = {
            TestAuthority.create("Test").certificate(List.of(), names.isEmpty() ? new String[0] : names.split(" "))
        };
        UnderscoredName check = new UnderscoredName(host, new Others(false));

        if (isAccepted) {
            assertDoesNotThrow(() -> check.checkServerTrusted(chain, "ECDHE_ECDSA", (SSLEngine) null));
            assertDoesNotThrow(() -> check.checkServerTrusted(chain, "ECDHE_ECDSA", (Socket) null));
            assertDoesNotThrow(() -> check.checkServerTrusted(chain, "ECDHE_ECDSA"));
        } else {
            assertEquals(
                    "No subject alternative DNS name matching " + host + " found.",
                    assertThrows(
                                    CertificateException.class,
                                    () -> check.checkServerTrusted(chain, "ECDHE_ECDSA", (SSLEngine) null))
                            .getMessage());
        }
    }

    @Test
    void everythingElseIsCheckedToo() throws Exception {
        X509Certificate[] chain = {TestAuthority.create("Test").certificate(List.of(), "balena_api")};
        UnderscoredName check = new UnderscoredName("balena_api", new Others(true));

        assertSame(
                REFUSAL,
                assertThrows(
                        CertificateException.class,
                        () -> check.checkServerTrusted(chain, "ECDHE_ECDSA", (SSLEngine) null)));
    }

    /** Checks everything but the name. */
    private static final class Others extends X509ExtendedTrustManager {
        private final boolean refuses;

        private Others(boolean refuses) {
            this.refuses = refuses;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            if (refuses) {
                throw REFUSAL;
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            checkServerTrusted(chain, authType);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            checkServerTrusted(chain, authType);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
