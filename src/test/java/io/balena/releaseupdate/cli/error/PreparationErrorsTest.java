package io.balena.releaseupdate.cli.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.FleetTarget;
import io.balena.releaseupdate.model.FleetUpdate;
import io.balena.releaseupdate.model.PinOutcome;
import io.balena.releaseupdate.model.Preparation;
import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.model.SourceUpdate;
import io.balena.releaseupdate.model.TargetRelease;
import io.balena.releaseupdate.output.Updates;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreparationErrorsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            false | This command did not pin the fleet. Run it again to pin it.
            true  | It is not known whether the fleet is pinned. Look with `status acme/kiosk`, or run it again.
            """)
    void anInterruptedPinSaysWhatIsKnown(boolean isUncertain, String message) {
        ReleaseUpdate update = Updates.with()
                .updated("main", 1, 300 * Updates.MIB, Updates.finished(Updates.MIB))
                .update();
        FleetUpdate fleet = new FleetUpdate(
                        new Fleet(1, "acme/kiosk"),
                        new FleetTarget(Optional.of(update.from().name()), false),
                        new TargetRelease(update.to(), true, false),
                        List.of(new SourceUpdate(update, 10)),
                        List.of(),
                        0,
                        0,
                        Optional.empty())
                .with(new PinOutcome.Interrupted(isUncertain));
        Interruption end = assertThrows(
                Interruption.class,
                () -> PreparationErrors.throwUnlessDone(new Preparation.Ready(Map.of()), fleet, Optional.empty()));
        assertEquals(message, end.getMessage());
    }
}
