package io.balena.releaseupdate.cloud;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;

/** The request that goes to the delta server. */
public interface DeltaApi {

    /**
     * Asks for the delta between two images. What the body of a good answer says is of no use: the API shows the delta.
     */
    @GET
    @Path("/api/v3/delta")
    Uni<String> delta(@QueryParam("src") long sourceImage, @QueryParam("dest") long targetImage);
}
