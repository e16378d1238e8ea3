package io.balena.releaseupdate.output.document;

import io.balena.releaseupdate.model.RolloutDeviceState;
import io.balena.releaseupdate.model.RolloutForecast;
import io.balena.releaseupdate.model.RolloutStage;
import io.balena.releaseupdate.model.RolloutStage.State;
import io.balena.releaseupdate.text.Sizes;
import java.util.List;
import java.util.function.LongFunction;

/** The rows of tables about a roll-out, for documents for people. The first cell is not yet fit to be shown. */
final class RolloutRow {

    private static final String NONE = ServiceRow.NONE;

    private RolloutRow() {}

    /** A stage: how many devices it takes and how many of them are in which state. */
    static List<String> of(RolloutStage stage) {
        boolean isFollowed = !stage.devices().isEmpty();
        long others =
                stage.devices().values().stream().mapToLong(Long::longValue).sum()
                        - stage.in(RolloutDeviceState.UPDATED)
                        - stage.failed();
        return List.of(
                stage.name(),
                stage.state().label(),
                stage.size().map(size -> size.toString()).orElse(NONE),
                isFollowed ? Long.toString(stage.in(RolloutDeviceState.UPDATED)) : NONE,
                isFollowed ? Long.toString(stage.failed()) : NONE,
                isFollowed ? Long.toString(others) : NONE);
    }

    /** Whether a stage has begun, or was passed over. */
    static boolean hasBegun(RolloutStage stage) {
        return stage.state() != State.PLANNED;
    }

    /** Devices, builds and downloads of each stage that is left. */
    static List<List<String>> of(RolloutForecast forecast) {
        LongFunction<String> sizes = Sizes.ofColumn(forecast.stages().stream()
                .map(RolloutForecast.Stage::payloadSize)
                .toList());
        return forecast.stages().stream()
                .map(stage -> List.of(
                        stage.name(),
                        Long.toString(stage.devices()),
                        Long.toString(stage.deltas()),
                        sizes.apply(stage.payloadSize())))
                .toList();
    }
}
