package io.balena.releaseupdate.cloud;

import io.balena.releaseupdate.model.FleetReference;
import io.balena.releaseupdate.model.ForbiddenTag;
import io.balena.releaseupdate.model.ReleaseReference;
import io.balena.releaseupdate.model.ReleaseState;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Builds query options for balena's API. Values were checked when they were parsed: ids are digits, commits are
 * hexadecimal, versions and slugs have no quotes.
 */
final class OData {

    private OData() {}

    /** Encodes an option for a URL, like the npm tool: only what must be encoded, which keeps lists of ids short. */
    static String encode(String option) {
        return option.replace("%", "%25")
                .replace("+", "%2B")
                .replace(" ", "%20")
                .replace("'", "%27")
                .replace("&", "%26")
                .replace("#", "%23");
    }

    static String any(Collection<String> conditions) {
        return conditions.size() == 1
                ? conditions.iterator().next()
                : conditions.stream().collect(Collectors.joining(" or ", "(", ")"));
    }

    static String in(String property, Collection<Long> ids) {
        return ids.stream()
                .sorted()
                .distinct()
                .map(String::valueOf)
                .collect(Collectors.joining(",", property + " in (", ")"));
    }

    /** Quotes a text as a literal. */
    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    static String isId(long id) {
        return "id eq " + id;
    }

    /** The condition that a fleet owns this release and its devices may run it. */
    static String ownsFitRelease(long release, boolean allowDraft) {
        return "owns__release/any(r:r/" + isId(release) + " and r/status eq '" + ReleaseState.SUCCESS
                + "' and r/is_invalidated eq false" + (allowDraft ? "" : " and r/is_final eq true") + ")";
    }

    /** The condition that a fleet's release does not have this tag. */
    static String lacks(ForbiddenTag tag) {
        return "owns__release/any(f:f/" + isId(tag.release()) + " and not(f/release_tag/any(t:t/tag_key eq "
                + literal(tag.key()) + ")))";
    }

    static String fits(ReleaseReference reference) {
        if (reference instanceof ReleaseReference.Id id) {
            return isId(id.id());
        }
        if (reference instanceof ReleaseReference.Commit commit) {
            return "startswith(commit,'" + commit.prefix() + "')";
        }
        return "raw_version eq '" + ((ReleaseReference.Version) reference).version() + "'";
    }

    /** The condition that a fleet is this one. */
    static String isFleet(FleetReference fleet) {
        return fleet instanceof FleetReference.Id id ? isId(id.id()) : "slug eq '" + fleet + "'";
    }

    /** The condition that something belongs to a fleet. */
    static String isOfFleet(FleetReference fleet) {
        return fleet instanceof FleetReference.Id id
                ? "belongs_to__application eq " + id.id()
                : "belongs_to__application/any(a:a/slug eq '" + fleet + "')";
    }
}
