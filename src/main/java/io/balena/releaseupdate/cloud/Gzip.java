package io.balena.releaseupdate.cloud;

import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.client.ClientResponseContext;
import jakarta.ws.rs.client.ClientResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * Accepts responses packed with gzip, and unpacks them up to the size limit. The network library can unpack them too,
 * but without a limit.
 */
final class Gzip implements ClientRequestFilter, ClientResponseFilter {

    private static final Set<String> NAMES = Set.of("gzip", "x-gzip");

    private final ResponseLimits limits;

    Gzip(ResponseLimits limits) {
        this.limits = limits;
    }

    @Override
    public void filter(ClientRequestContext request) {
        request.getHeaders().putSingle(HttpHeaders.ACCEPT_ENCODING, "gzip");
    }

    @Override
    public void filter(ClientRequestContext request, ClientResponseContext response) {
        // Without a body there may be no headers either: this is how the client reports a failed request.
        if (response.getEntityStream() != null && isGzip(response.getHeaderString(HttpHeaders.CONTENT_ENCODING))) {
            response.setEntityStream(new Unpacked(response.getEntityStream(), limits));
        }
    }

    private static boolean isGzip(String encoding) {
        return encoding != null && NAMES.contains(encoding.strip().toLowerCase(Locale.ROOT));
    }

    /** Unpacks when it is read: an error in a filter would not count as one of the response. */
    private static final class Unpacked extends InputStream {

        private static final int BUFFER = 16 * 1024;

        private final InputStream packed;
        private final ResponseLimits limits;
        private GZIPInputStream unpacked;
        private long length;

        private Unpacked(InputStream packed, ResponseLimits limits) {
            this.packed = packed;
            this.limits = limits;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int count) {
            int read;
            try {
                if (unpacked == null) {
                    unpacked = new GZIPInputStream(packed, BUFFER);
                }
                read = unpacked.read(target, offset, count);
            } catch (IOException e) {
                throw new MalformedResponse("a body that is not the gzip that it is said to be");
            }
            length += Math.max(0, read);
            if (length > limits.bytes()) {
                throw limits.tooLong();
            }
            return read;
        }

        @Override
        public void close() throws IOException {
            packed.close();
        }
    }
}
