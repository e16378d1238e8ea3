package org.acme;

import io.balena.releaseupdate.model.Preparation;
import io.balena.releaseupdate.PreparationOptions;
import io.balena.releaseupdate.ReleaseUpdates;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.ReleaseReference;
import io.balena.releaseupdate.model.ReleaseUpdate;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.inject.Inject;
import java.time.Duration;

@QuarkusMain
public class Deploy implements QuarkusApplication {

    @Inject
    ReleaseUpdates updates;

    @Override
    public int run(String... args) throws Exception {
        Deadline deadline = Deadline.after(Duration.ofMinutes(30));

        // What the update consists of: getUpdateInfo() of the npm library.
        ReleaseUpdate update = updates.describe(
                ReleaseReference.parse(args[0]), ReleaseReference.parse(args[1]), deadline);
        update.services().forEach(service -> System.out.println(service.serviceName() + ": " + service.status()));

        // Requests the missing deltas, and waits until they are built: prepareUpdate().
        Preparation end = updates.prepare(update, PreparationOptions.waiting(deadline), System.err::println);
        System.out.println(update.with(end.states()).estimatedPayloadSize().orElse(-1) + " bytes per device");
        return end instanceof Preparation.Ready ? 0 : 1;
    }
}
