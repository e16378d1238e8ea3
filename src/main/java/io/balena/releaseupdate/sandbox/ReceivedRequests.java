package io.balena.releaseupdate.sandbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The received requests, in order, and how many were open at the same time. */
final class ReceivedRequests {
    private final List<Entry> entries = new ArrayList<>();

    /** Counts openings and closings: their order is enough to tell what was open at the same time. */
    private long moment;

    /** A request, guarded by its log. */
    final class Entry {
        private final String method;
        private final String uri;
        private final Map<String, String> headers;
        private final Instant at;
        private final long opened;
        private long closed = Long.MAX_VALUE;
        private String body = "";
        private int status;

        private Entry(String method, String uri, Map<String, String> headers, Instant at, long opened) {
            this.method = method;
            this.uri = uri;
            this.headers = headers;
            this.at = at;
            this.opened = opened;
        }

        /** When it arrived. */
        Instant at() {
            return at;
        }

        /** Records the body. */
        void received(String text) {
            synchronized (ReceivedRequests.this) {
                body = text;
            }
        }

        /** Records the response before it is sent. */
        void responded(int newStatus) {
            synchronized (ReceivedRequests.this) {
                status = newStatus;
            }
        }

        /** Records that the response was sent completely, or that the client is gone. */
        void close() {
            synchronized (ReceivedRequests.this) {
                if (!isClosed()) {
                    closed = ++moment;
                }
            }
        }

        boolean isClosed() {
            synchronized (ReceivedRequests.this) {
                return closed != Long.MAX_VALUE;
            }
        }

        /** A snapshot. */
        SandboxRequest toRequest() {
            synchronized (ReceivedRequests.this) {
                return new SandboxRequest(method, uri, headers, body, status, at);
            }
        }
    }

    synchronized Entry open(String method, String uri, Map<String, String> headers, Instant at) {
        Entry entry = new Entry(method, uri, Map.copyOf(headers), at, ++moment);
        entries.add(entry);
        return entry;
    }

    synchronized List<SandboxRequest> requests() {
        return entries.stream().map(Entry::toRequest).toList();
    }

    synchronized void clear() {
        entries.clear();
    }

    synchronized int mostConcurrent(Predicate<SandboxRequest> matching) {
        Map<Long, Integer> changes = new TreeMap<>();
        for (Entry entry : entries) {
            if (matching.test(entry.toRequest())) {
                changes.merge(entry.opened, 1, Integer::sum);
                changes.merge(entry.closed, -1, Integer::sum);
            }
        }
        int open = 0;
        int most = 0;
        for (int change : changes.values()) {
            open += change;
            most = Math.max(most, open);
        }
        return most;
    }
}
