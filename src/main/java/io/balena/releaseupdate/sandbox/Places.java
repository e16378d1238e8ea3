package io.balena.releaseupdate.sandbox;

import java.util.EnumSet;
import java.util.Set;

/** The places of faults that a request belongs to. */
final class Places {
    private Places() {}

    /** All but {@code poll}, which depends on the requests before. */
    static Set<Place> of(Call call) {
        Set<Place> places = EnumSet.of(Place.ANY);
        if (call.isForApi()) {
            addOfApi(call, places);
        } else if (call.path().equals(DeltaServer.PATH)) {
            places.add(Place.TRIGGER);
        } else if (call.path().equals(Account.ACTOR) || call.path().equals(Account.USER)) {
            places.add(Place.WHOAMI);
        } else if (call.path().equals(Account.REFRESH)) {
            places.add(Place.REFRESH);
        }
        return places;
    }

    private static void addOfApi(Call call, Set<Place> places) {
        boolean isPatch = call.method().equals("PATCH");
        switch (call.apiResource()) {
            case "release" -> addIf(call.isGet(), Place.DESCRIBE, places);
            case "delta" -> addIf(call.isGet(), Place.DELTAS, places);
            case "application" -> {
                addIf(call.isGet(), Place.FLEET, places);
                addIf(isPatch, Place.PIN, places);
            }
            case "device" -> {
                addIf(call.isGet(), Place.FLEET, places);
                addIf(isPatch, Place.PIN_DEVICES, places);
            }
            case "application_config_variable", "device_config_variable" -> addIf(call.isGet(), Place.FLEET, places);
            case "release_tag", "device_tag" -> places.add(Place.TAGS);
            default -> {
                // No place is specific to these.
            }
        }
    }

    private static void addIf(boolean condition, Place place, Set<Place> places) {
        if (condition) {
            places.add(place);
        }
    }
}
