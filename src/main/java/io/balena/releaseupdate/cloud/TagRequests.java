package io.balena.releaseupdate.cloud;

import static io.balena.releaseupdate.cloud.ReleaseRows.required;

import com.fasterxml.jackson.core.type.TypeReference;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.ReleaseTag;
import io.balena.releaseupdate.model.ReleaseTags;
import io.balena.releaseupdate.model.WriteResult;
import java.time.DateTimeException;
import java.time.Instant;

/** Reads and creates release tags. */
final class TagRequests {

    private static final String PATH = "/v7/release_tag";
    private static final String SELECT = "tag_key,value,created_at";
    private static final RowReader<ApiRows.TagRow> ROWS = RowReader.of(new TypeReference<>() {});

    private final BalenaApi api;
    private final Requests requests;
    private final Writes writes;

    TagRequests(BalenaApi api, Requests requests, Writes writes) {
        this.api = api;
        this.requests = requests;
        this.writes = writes;
    }

    /** See {@link RolloutCloud#releaseTags}. */
    ReleaseTags tags(long release, String prefix, Deadline deadline) throws InterruptedException {
        String filter =
                OData.encode("release eq " + release + " and startswith(tag_key," + OData.literal(prefix) + ")");
        var rows = requests.rows(PATH, ROWS, () -> api.releaseTags(SELECT, filter), deadline);
        return new ReleaseTags(rows.map(TagRequests::tag), rows.serverTime());
    }

    private static ReleaseTag tag(ApiRows.TagRow row) {
        try {
            return new ReleaseTag(
                    required(row.tagKey(), "a tag without a key"),
                    required(row.value(), "a tag without a value"),
                    Instant.parse(required(row.createdAt(), "a tag without created_at")));
        } catch (DateTimeException e) {
            throw new MalformedResponse("a tag whose created_at is no time");
        }
    }

    /** See {@link RolloutCloud#createReleaseTag}. */
    WriteResult create(long release, String key, String value, Deadline deadline) throws InterruptedException {
        var tag = new ApiRows.NewTag(release, key, value);
        return writes.send("tag the release", () -> api.createReleaseTag(tag), deadline);
    }
}
