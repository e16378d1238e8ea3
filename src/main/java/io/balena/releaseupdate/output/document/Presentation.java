package io.balena.releaseupdate.output.document;

import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.ReleaseName;
import io.balena.releaseupdate.text.TextStyle;
import io.balena.releaseupdate.text.TextStyle.Color;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The reader of a document: width, colors and links.
 *
 * @param style what its table is shown on
 * @param dashboard balena's web pages; empty if there are none, or their address is unknown
 */
public record Presentation(TextStyle style, Optional<URI> dashboard) {

    /** For a file, without links. */
    public static final Presentation PLAIN = new Presentation(TextStyle.PLAIN, Optional.empty());

    private static final Pattern UUID = Pattern.compile("[0-9a-f]{7,64}");
    private static final Map<String, Color> COLORS = Map.of(
            "ready", Color.GOOD,
            "updated", Color.GOOD,
            "passed", Color.GOOD,
            "on target", Color.GOOD,
            "failed", Color.BAD,
            "rejected", Color.BAD,
            "unknown", Color.BAD,
            "unreachable", Color.WARNING);

    /** The page of a fleet, {@code https://dashboard.balena-cloud.com/fleets/1}. */
    Optional<String> page(Fleet fleet) {
        return dashboard.map(url -> url.toASCIIString() + "/fleets/" + fleet.id());
    }

    /** The page of a release of the fleet. */
    Optional<String> page(Fleet fleet, ReleaseName release) {
        return page(fleet).map(url -> url + "/releases/" + release.id());
    }

    /** The page of a device. */
    Optional<String> page(String uuid) {
        return dashboard
                .filter(url -> UUID.matcher(uuid).matches())
                .map(url -> url.toASCIIString() + "/devices/" + uuid + "/summary");
    }

    String state(String label) {
        return style.color(COLORS.getOrDefault(label, Color.NONE), label);
    }

    String link(Optional<String> page, String text) {
        return page.map(address -> style.link(address, text)).orElse(text);
    }

    /** A line of a document as several that fit. */
    List<String> wrap(String line) {
        return style.wrap(line, 2);
    }

    /** The addresses of pages on lines of their own, for a table in which names can't be links. */
    List<String> addresses(Fleet fleet, ReleaseName... releases) {
        if (style.linked() || dashboard.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>(List.of("", "Dashboard:"));
        page(fleet).ifPresent(page -> lines.add("  " + page));
        for (ReleaseName release : releases) {
            page(fleet, release).ifPresent(page -> lines.add("  " + page));
        }
        return lines;
    }
}
