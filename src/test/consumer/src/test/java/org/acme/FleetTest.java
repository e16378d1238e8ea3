package org.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.balena.releaseupdate.model.Preparation;
import io.balena.releaseupdate.PreparationOptions;
import io.balena.releaseupdate.fleet.FleetUpdates;
import io.balena.releaseupdate.fleet.Sources;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.FleetReference;
import io.balena.releaseupdate.model.FleetUpdate;
import io.balena.releaseupdate.model.TargetReference;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(DeployTest.Balena.class)
class FleetTest {

    @Inject
    FleetUpdates fleets;

    @Test
    void describesAndPreparesAFleet() throws InterruptedException {
        Deadline deadline = Deadline.after(Duration.ofMinutes(1));
        FleetUpdate update = fleets.describe(
                FleetReference.parse("sandbox/shop"), TargetReference.parse("2.0.0"), new Sources(false, 1), deadline);
        assertEquals(4, update.releaseUpdates().size());
        Preparation end = fleets.prepare(update, PreparationOptions.waiting(deadline), event -> {});
        assertEquals("READY", update.with(end.states()).overallStatus().name());
    }
}
