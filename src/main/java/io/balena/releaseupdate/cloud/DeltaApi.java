package io.balena.releaseupdate.cloud;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;

/** Requests to the delta server. */
public interface DeltaApi {

    /**
     * Requests the delta between two images, which makes the server build it if it does not exist. The body is not
     * used: the API shows the delta.
     *
     * @param sourceImage id of the image that devices have
     * @param targetImage id of the image that devices need
     * @return fails on a status other than success, redirects included
     */
    @GET
    @Path("/api/v3/delta")
    Uni<String> delta(@QueryParam("src") long sourceImage, @QueryParam("dest") long targetImage);
}
