package io.balena.releaseupdate.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpdateGoalTest {

    @ParameterizedTest
    @CsvSource({
        "95%, 94, 100, false",
        "95%, 95, 100, true",
        "95%, 18, 19, false",
        "95%, 19, 20, true",
        "99.5%, 198, 200, false",
        "99.5%, 199, 200, true",
        "100%, 3, 4, false",
        "100%, 4, 4, true",
        "100%, 0, 0, true",
        "0.000001%, 0, 1, false",
        "120, 119, 1000, false",
        "120, 120, 1000, true",
        "120, 100, 100, false"
    })
    void isReachedBySoManyUpdatedDevices(String goal, long updated, long targeted, boolean isReached) {
        var counts = new DeviceCounts(
                Map.of(DeviceState.UPDATED, updated, DeviceState.WAITING, targeted - updated), 7, 8, 9, 10);

        assertEquals(isReached, UpdateGoal.parse(goal).isReachedBy(counts));
    }

    @Test
    void allMeansEveryDeviceWithTheTarget() {
        assertFalse(UpdateGoal.ALL.isReachedBy(counts(4, 5)));
        assertTrue(UpdateGoal.ALL.isReachedBy(counts(5, 5)));
    }

    private static DeviceCounts counts(long updated, long targeted) {
        return new DeviceCounts(
                Map.of(DeviceState.UPDATED, updated, DeviceState.REJECTED, targeted - updated), 0, 0, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"95%", "99.5%", "120"})
    void isShownAsItWasGiven(String goal) {
        assertEquals(goal, UpdateGoal.parse(goal).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "0%",
                "101%",
                "100.1%",
                "-5",
                "+5",
                "5 %",
                "%",
                "1e3",
                "95.%",
                "٣",
                "٣%",
                "all",
                "1234567890123456789"
            })
    void refusesWhatIsNeitherAShareNorANumber(String text) {
        String message = assertThrows(BalenaException.Usage.class, () -> UpdateGoal.parse(text))
                .getMessage();

        assertEquals("Neither a share nor a number of devices. Give a percentage, 95%, or a number, 120.", message);
    }
}
