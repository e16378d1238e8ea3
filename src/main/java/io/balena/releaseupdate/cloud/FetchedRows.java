package io.balena.releaseupdate.cloud;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The rows in the API's response to one request. They are read through this class only, which turns a {@link
 * MalformedResponse} into an error that names the request.
 *
 * @param <T> the type of a row
 */
final class FetchedRows<T> {

    private final String path;
    private final List<T> rows;
    private final Optional<Instant> serverTime;
    private final ErrorMessages errors;

    /**
     * @param path the path of the request, for messages
     * @param serverTime the time of the response by balena's clock; empty if the response does not say
     */
    FetchedRows(String path, List<T> rows, Optional<Instant> serverTime, ErrorMessages errors) {
        this.path = path;
        this.rows = rows;
        this.serverTime = serverTime;
        this.errors = errors;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    int size() {
        return rows.size();
    }

    /** The time of the response by balena's clock, since ours may be wrong; empty if the response does not say. */
    Optional<Instant> serverTime() {
        return serverTime;
    }

    /** Those rows that fit a condition. */
    FetchedRows<T> filter(Predicate<T> condition) {
        return new FetchedRows<>(
                path, read(all -> all.stream().filter(condition).toList()), serverTime, errors);
    }

    /** Reads each row. */
    <R> List<R> map(Function<T, R> reading) {
        return read(all -> all.stream().map(reading).toList());
    }

    /** Reads each row, for its effect. */
    void forEach(Consumer<T> reading) {
        read(all -> {
            all.forEach(reading);
            return null;
        });
    }

    /** Reads the first row; there must be one. */
    <R> R readFirst(Function<T, R> reading) {
        return read(all -> reading.apply(all.get(0)));
    }

    /** Reads all rows at once. */
    <R> R read(Function<List<T>, R> reading) {
        try {
            return reading.apply(rows);
        } catch (MalformedResponse e) {
            throw errors.unavailable(path, e);
        }
    }
}
