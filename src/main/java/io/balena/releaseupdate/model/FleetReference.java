package io.balena.releaseupdate.model;

import java.util.Locale;
import java.util.regex.Pattern;

/** A user's name for a fleet: its slug or its id. */
public sealed interface FleetReference {

    Pattern SLUG = Pattern.compile("[a-z0-9_.-]{1,100}/[a-z0-9_.-]{1,100}");

    /** The fleet with this slug, {@code organization/name}. */
    record Slug(String slug) implements FleetReference {
        @Override
        public String toString() {
            return slug;
        }
    }

    /** The fleet with this number. */
    record Id(long id) implements FleetReference {
        @Override
        public String toString() {
            return Long.toString(id);
        }
    }

    /**
     * Parses a user's input.
     *
     * @throws BalenaException.Usage if it is neither a slug nor an id
     */
    static FleetReference parse(String text) {
        if (Ids.isId(text)) {
            return new Id(Long.parseLong(text));
        }
        String slug = text.toLowerCase(Locale.ROOT);
        if (SLUG.matcher(slug).matches()) {
            return new Slug(slug);
        }
        throw new BalenaException.Usage("Not a fleet: " + Quoted.fleet(text)
                + ". Give its slug, organization/name as `balena fleet list` shows it, or its id.");
    }
}
