package io.balena.releaseupdate.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServiceUpdateTest {

    private static final Image OLD = new Image(1, "registry/1", Optional.of("sha256:1"), 100);
    private static final Image NEW = new Image(2, "registry/2", Optional.of("sha256:2"), 200);
    private static final DeltaState REFUSED = new DeltaState.Refused("not supplied");
    private static final DeltaState FAILED = new DeltaState.Failed(1, "no space");
    private static final DeltaState FINISHED = new DeltaState.Finished(new Delta(1, 3, Optional.empty(), 10));

    @Test
    void saysWhyThereIsNoDelta() {
        assertEquals(Optional.of("not supplied"), updated(REFUSED).errorMessage());
        assertEquals(Optional.of("no space"), updated(FAILED).errorMessage());
        assertEquals(UpdateStatus.FAILED, updated(FAILED).status());
        assertEquals(200, updated(FAILED).payloadSize());
    }

    @Test
    void aDeltaThatIsThereOrUnderWayNeedsNoReason() {
        assertEquals(Optional.empty(), updated(FINISHED).errorMessage());
        assertEquals(Optional.empty(), updated(new DeltaState.Missing()).errorMessage());
        assertEquals(10, updated(FINISHED).payloadSize());
    }

    @Test
    void aServiceThatNeedsNoDeltaMissesNone() {
        var added = new ServiceUpdate("main", Optional.empty(), NEW, FAILED, false);
        assertEquals(Optional.empty(), added.errorMessage());
        assertEquals(Optional.empty(), added.delta());
        assertEquals(UpdateStatus.READY, added.status());
        assertEquals(200, added.payloadSize());
        assertEquals(0, new ServiceUpdate("main", Optional.of(NEW), NEW, FAILED, false).payloadSize());
    }

    @Test
    void aServiceThatIsDeletedFirstUsesNoDelta() {
        var update = new ServiceUpdate("main", Optional.of(OLD), NEW, FAILED, true);
        assertEquals(Optional.empty(), update.pair());
        assertEquals(UpdateStatus.READY, update.status());
        assertEquals(NEW.size(), update.payloadSize());
        assertEquals(Optional.empty(), update.errorMessage());
        assertTrue(update.fullDownloadReason().orElseThrow().contains("delete-then-download"));
        var unchanged = new ServiceUpdate("main", Optional.of(NEW), NEW, FAILED, true);
        assertEquals(0, unchanged.payloadSize());
        assertEquals(Optional.empty(), unchanged.fullDownloadReason());
    }

    private static ServiceUpdate updated(DeltaState state) {
        return new ServiceUpdate("main", Optional.of(OLD), NEW, state, false);
    }
}
