package io.balena.releaseupdate.sandbox.data;

import io.balena.releaseupdate.sandbox.data.Resource.Navigation;
import io.balena.releaseupdate.sandbox.data.Resource.Property;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/** All rows, indexed by id and by each foreign key. Hold this object's lock to read or change several rows at once. */
public final class Data {
    private static final Instant CREATED = Instant.parse("2025-03-04T09:30:00Z");
    private static final Property TARGET_OF_FLEET = Resource.APPLICATION.require("should_be_running__release");
    private static final Property PIN = Resource.DEVICE.require("is_pinned_on__release");
    private static final Property FLEET = Resource.DEVICE.require("belongs_to__application");

    private final Map<Resource, TreeMap<Long, Row>> tables = new EnumMap<>(Resource.class);
    private final Map<Property, Map<Long, TreeMap<Long, Row>>> indexes = new HashMap<>();
    private long lastGeneratedId = 1_500_000;

    /** Devices are numerous and most commands never need them: they are created at the first access. */
    private final List<Runnable> devicesToAdd = new ArrayList<>();

    /** No rows. */
    public Data() {
        for (Resource resource : Resource.values()) {
            tables.put(resource, new TreeMap<>());
        }
    }

    /** The rows of a resource, by id. */
    public synchronized Collection<Row> rows(Resource resource) {
        return table(resource).values();
    }

    /** The row, or null. */
    public synchronized Row find(Resource resource, long id) {
        return table(resource).get(id);
    }

    /** The row; throws an {@link IllegalArgumentException} if there is none. */
    public synchronized Row row(Resource resource, long id) {
        Row row = find(resource, id);
        if (row == null) {
            throw new IllegalArgumentException("no " + resource.apiName() + " " + id);
        }
        return row;
    }

    /** The rows of {@code resource} whose foreign key is this id, by id. */
    public synchronized Collection<Row> referring(Resource resource, String key, long id) {
        return referring(resource.require(key), id);
    }

    /** The rows whose foreign key is this id, by id. */
    public synchronized Collection<Row> referring(Property key, long id) {
        createDevices(key.resource());
        return key.isComputed() ? devicesToRun(id) : stored(key, id).values();
    }

    private NavigableMap<Long, Row> stored(Property key, long id) {
        TreeMap<Long, Row> found = indexes.getOrDefault(key, Map.of()).get(id);
        return found == null ? Collections.emptyNavigableMap() : found;
    }

    /** Devices pinned to a release, and those without a pin whose fleet should run it. */
    private Collection<Row> devicesToRun(long release) {
        TreeMap<Long, Row> devices = new TreeMap<>(stored(PIN, release));
        for (Row fleet : stored(TARGET_OF_FLEET, release).values()) {
            for (Row device : stored(FLEET, fleet.id()).values()) {
                if (device.get(PIN) == null) {
                    devices.put(device.id(), device);
                }
            }
        }
        return devices.values();
    }

    /** The rows that a navigation leads to, by id. */
    public synchronized Collection<Row> related(Row row, Navigation navigation) {
        if (!navigation.toOne()) {
            return referring(navigation.key(), row.id());
        }
        Long target = (Long) value(row, navigation.key());
        Row found = target == null ? null : find(navigation.target(), target);
        return found == null ? List.of() : List.of(found);
    }

    /** A row's value, computed if the API computes it: a device's target is its own pin, else its fleet's release. */
    public synchronized Object value(Row row, Property property) {
        if (!property.isComputed()) {
            return row.get(property);
        }
        Object pin = row.get(PIN);
        Long fleet = (Long) row.get(FLEET);
        return pin != null || fleet == null
                ? pin
                : row(Resource.APPLICATION, fleet).get(TARGET_OF_FLEET);
    }

    /** Adds a row; throws an {@link IllegalArgumentException} if the id is taken. */
    public synchronized Row add(Resource resource, long id) {
        if (tables.get(resource).containsKey(id)) {
            throw new IllegalArgumentException(resource.apiName() + " " + id + " is there already");
        }
        Row row = new Row(resource, id, this::index);
        tables.get(resource).put(id, row);
        return row.set("created_at", CREATED);
    }

    /** Adds a row with a new id. */
    public synchronized Row add(Resource resource) {
        return add(resource, newIds(1));
    }

    /** Adds devices at the first access to devices. */
    public synchronized void addDevicesLater(Runnable addition) {
        devicesToAdd.add(addition);
    }

    /** Removes a row, but no rows that refer to it. */
    public synchronized void remove(Resource resource, long id) {
        Row row = row(resource, id);
        for (Property property : resource.properties()) {
            if (property.isReference()) {
                index(row, property, row.get(property), null);
            }
        }
        tables.get(resource).remove(id);
    }

    /** Reserves this many unused ids; returns the first. */
    public synchronized long newIds(int count) {
        long first = lastGeneratedId + 1;
        lastGeneratedId += count;
        return first;
    }

    /** An id larger than all of the resource. */
    public synchronized long nextId(Resource resource) {
        TreeMap<Long, Row> table = table(resource);
        return table.isEmpty() ? newIds(1) : table.lastKey() + 1;
    }

    private void index(Row row, Property key, Object before, Object after) {
        if (Objects.equals(before, after)) {
            return;
        }
        Map<Long, TreeMap<Long, Row>> index = indexes.computeIfAbsent(key, unused -> new HashMap<>());
        if (before != null) {
            TreeMap<Long, Row> rows = index.get((Long) before);
            rows.remove(row.id());
            if (rows.isEmpty()) {
                index.remove((Long) before);
            }
        }
        if (after != null) {
            index.computeIfAbsent((Long) after, unused -> new TreeMap<>()).put(row.id(), row);
        }
    }

    private TreeMap<Long, Row> table(Resource resource) {
        createDevices(resource);
        return tables.get(resource);
    }

    private void createDevices(Resource resource) {
        if (resource == Resource.DEVICE && !devicesToAdd.isEmpty()) {
            List<Runnable> additions = List.copyOf(devicesToAdd);
            devicesToAdd.clear();
            additions.forEach(Runnable::run);
        }
    }
}
