package io.balena.releaseupdate.sandbox;

import java.util.EnumSet;
import java.util.Set;

/** The places of faults that a request belongs to. */
final class FaultPlaces {
    private FaultPlaces() {}

    /** All but {@code poll}, which depends on the requests before. */
    static Set<FaultPlace> of(Call call) {
        Set<FaultPlace> places = EnumSet.of(FaultPlace.ANY);
        if (call.isForApi()) {
            addOfApi(call, places);
        } else if (call.path().equals(DeltaServer.PATH)) {
            places.add(FaultPlace.TRIGGER);
        } else if (call.path().equals(Account.ACTOR) || call.path().equals(Account.USER)) {
            places.add(FaultPlace.WHOAMI);
        } else if (call.path().equals(Account.REFRESH)) {
            places.add(FaultPlace.REFRESH);
        }
        return places;
    }

    private static void addOfApi(Call call, Set<FaultPlace> places) {
        boolean isPatch = call.method().equals("PATCH");
        switch (call.apiResource()) {
            case "release" -> addIf(call.isGet(), FaultPlace.DESCRIBE, places);
            case "delta" -> addIf(call.isGet(), FaultPlace.DELTAS, places);
            case "application" -> {
                addIf(call.isGet(), FaultPlace.FLEET, places);
                addIf(isPatch, FaultPlace.PIN, places);
            }
            case "device" -> {
                addIf(call.isGet(), FaultPlace.FLEET, places);
                addIf(isPatch, FaultPlace.PIN_DEVICES, places);
            }
            case "application_config_variable", "device_config_variable" ->
                addIf(call.isGet(), FaultPlace.FLEET, places);
            case "release_tag", "device_tag" -> places.add(FaultPlace.TAGS);
            default -> {
                // No place is specific to these.
            }
        }
    }

    private static void addIf(boolean condition, FaultPlace place, Set<FaultPlace> places) {
        if (condition) {
            places.add(place);
        }
    }
}
