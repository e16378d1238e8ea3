package io.balena.releaseupdate.output.progress.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.DeviceCounts;
import io.balena.releaseupdate.model.DeviceState;
import io.balena.releaseupdate.model.StatusEnd;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StatusSummaryTest {

    private static final List<StatusEnd> ENDS = List.of(
            new StatusEnd.Reached(null),
            new StatusEnd.TimedOut(null),
            new StatusEnd.Superseded(null),
            new StatusEnd.Interrupted(null),
            new StatusEnd.Stopped(null, new BalenaException.NotFound("It is gone.")));

    @Test
    void namesEachStateThatHasDevicesInTheOrderOfStates() {
        Map<DeviceState, Long> one =
                Arrays.stream(DeviceState.values()).collect(Collectors.toMap(Function.identity(), state -> 1L));

        assertEquals(
                "1 of 7 updated, 1 rejected, 1 unreachable, 1 applying, 1 downloaded, 1 downloading, 1 waiting",
                StatusSummary.of(new DeviceCounts(one, 0, 0, 0, 0)));
        assertEquals(
                "28 of 40 updated, 3 downloading, 9 waiting",
                StatusSummary.of(new DeviceCounts(
                        Map.of(DeviceState.UPDATED, 28L, DeviceState.DOWNLOADING, 3L, DeviceState.WAITING, 9L),
                        0,
                        0,
                        0,
                        0)));
    }

    @Test
    void countsNoDevicesThatHaveAnotherTarget() {
        assertEquals("0 of 0 updated", StatusSummary.of(new DeviceCounts(Map.of(), 4, 3, 2, 1)));
    }

    @Test
    void programsSeeNamesThatNeverChange() {
        assertEquals(
                List.of("reached", "timed_out", "superseded", "interrupted", "stopped"),
                ENDS.stream().map(StatusSummary::label).toList());
    }

    @Test
    void peopleReadWords() {
        assertEquals(
                List.of("done", "timed out", "superseded", "interrupted", "stopped"),
                ENDS.stream().map(StatusSummary::phrase).toList());
    }
}
