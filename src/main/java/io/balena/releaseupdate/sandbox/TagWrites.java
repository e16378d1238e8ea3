package io.balena.releaseupdate.sandbox;

import io.balena.releaseupdate.sandbox.data.Data;
import io.balena.releaseupdate.sandbox.data.RefusedException;
import io.balena.releaseupdate.sandbox.data.Resource;
import io.balena.releaseupdate.sandbox.data.Row;
import io.balena.releaseupdate.sandbox.odata.ODataEvaluator;
import io.balena.releaseupdate.sandbox.odata.ODataQuery;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes to tags of releases and devices. */
final class TagWrites {
    private static final Map<Resource, Integer> LONGEST_VALUE =
            Map.of(Resource.RELEASE_TAG, 1_000, Resource.DEVICE_TAG, 60_158);
    private static final Pattern KEY = Pattern.compile("(?!io\\.(?:balena|resin)\\.)\\S+");

    private final Data data;
    private final ODataEvaluator evaluator;
    private final Clock clock;

    TagWrites(Data data, ODataEvaluator evaluator, Clock clock) {
        this.data = data;
        this.evaluator = evaluator;
        this.clock = clock;
    }

    Reply carryOut(Call call, ODataQuery query) {
        Resource resource = query.resource();
        String owner = resource == Resource.RELEASE_TAG ? "release" : "device";
        if (call.method().equals("POST")) {
            return post(Body.of(call, resource), query, owner);
        }
        if (query.key() == null && query.options().filter() == null) {
            throw RefusedException.notUnderstood("The sandbox changes no tags without a key or a $filter");
        }
        List<Row> tags = evaluator.find(query);
        switch (call.method()) {
            case "PATCH" -> patch(tags, Body.of(call, resource));
            case "PUT" -> put(tags, Body.of(call, resource), query, owner);
            default -> tags.forEach(tag -> data.remove(resource, tag.id()));
        }
        return Reply.empty(200);
    }

    private Reply post(Body body, ODataQuery query, String owner) {
        if (query.key() != null || query.options().filter() != null) {
            throw RefusedException.notUnderstood("The sandbox takes a POST without a key and without $filter");
        }
        body.requireOnly(Set.of(owner, "tag_key", "value"));
        Row tag = add(query.resource(), owner, body.reference(owner), body.text("tag_key"), body.text("value"));
        return Reply.json(201, evaluator.object(tag));
    }

    /** A missing tag is no error: no row matches. */
    private void patch(List<Row> tags, Body body) {
        body.requireOnly(Set.of("value"));
        requireValue(body.resource(), body.text("value"));
        tags.forEach(tag -> tag.set("value", body.text("value")));
    }

    /** Replaces the tag by one with a new id, or creates it. */
    private void put(List<Row> tags, Body body, ODataQuery query, String owner) {
        Map<String, Object> key = query.keyValues();
        if (!key.keySet().equals(Set.of(owner, "tag_key")) || query.options().filter() != null) {
            throw RefusedException.notUnderstood("The sandbox takes a PUT of a tag by " + owner + " and tag_key");
        }
        body.requireOnly(Set.of(owner, "tag_key", "value"));
        requireValue(query.resource(), body.text("value"));
        tags.forEach(tag -> data.remove(query.resource(), tag.id()));
        add(query.resource(), owner, (Long) key.get(owner), (String) key.get("tag_key"), body.text("value"));
    }

    private Row add(Resource resource, String owner, Long ownerId, String key, String value) {
        if (!KEY.matcher(key).matches()) {
            throw new RefusedException(
                    400, "Tag keys cannot contain whitespace and cannot begin with io.balena. or io.resin.");
        }
        requireValue(resource, value);
        Resource owners = resource.navigation(owner).orElseThrow().target();
        if (ownerId == null || data.find(owners, ownerId) == null) {
            throw new RefusedException(409, "Data is referenced by " + owner + ".");
        }
        boolean isTaken =
                data.referring(resource, owner, ownerId).stream().anyMatch(tag -> key.equals(tag.text("tag_key")));
        if (isTaken) {
            throw new RefusedException(409, "\"" + owner + "\" and \"tag_key\" must be unique.");
        }
        return data.add(resource, data.nextId(resource))
                .set(owner, ownerId)
                .set("tag_key", key)
                .set("value", value)
                .set("created_at", clock.instant());
    }

    private static void requireValue(Resource resource, String value) {
        int longest = LONGEST_VALUE.get(resource);
        if (value.length() > longest) {
            throw new RefusedException(
                    400, "It is necessary that each value of a tag has at most " + longest + " characters.");
        }
    }
}
