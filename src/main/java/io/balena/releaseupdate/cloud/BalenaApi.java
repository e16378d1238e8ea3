package io.balena.releaseupdate.cloud;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Encoded;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.concurrent.CompletionStage;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * Requests to balena's API. Query options must be encoded, see {@link OData}: the API decodes them like JavaScript's
 * {@code decodeURIComponent}, which does not take the client's {@code +} for a space. Options that are null are left
 * out.
 *
 * <p>Bodies are text here, since error messages quote what can't be parsed. A status other than success is a failure of
 * the returned stage.
 */
@Encoded
@Produces(MediaType.APPLICATION_JSON)
public interface BalenaApi {

    /** Reads releases; {@code top} limits how many. */
    @GET
    @Path("/v7/release")
    CompletionStage<RestResponse<String>> releases(
            @QueryParam("$select") String select,
            @QueryParam("$expand") String expand,
            @QueryParam("$filter") String filter,
            @QueryParam("$orderby") String orderBy,
            @QueryParam("$top") Integer top);

    /** Reads deltas. */
    @GET
    @Path("/v7/delta")
    CompletionStage<RestResponse<String>> deltas(
            @QueryParam("$select") String select,
            @QueryParam("$filter") String filter,
            @QueryParam("$orderby") String orderBy);

    /** Reads fleets. */
    @GET
    @Path("/v7/application")
    CompletionStage<RestResponse<String>> fleets(
            @QueryParam("$select") String select,
            @QueryParam("$expand") String expand,
            @QueryParam("$filter") String filter);

    /** Reads devices; {@code top} limits how many. */
    @GET
    @Path("/v7/device")
    CompletionStage<RestResponse<String>> devices(
            @QueryParam("$select") String select,
            @QueryParam("$filter") String filter,
            @QueryParam("$orderby") String orderBy,
            @QueryParam("$top") Integer top);

    /** Reads devices with related resources; {@code top} limits how many. */
    @GET
    @Path("/v7/device")
    CompletionStage<RestResponse<String>> expandedDevices(
            @QueryParam("$select") String select,
            @QueryParam("$expand") String expand,
            @QueryParam("$filter") String filter,
            @QueryParam("$orderby") String orderBy,
            @QueryParam("$top") Integer top);

    /** Pins the devices that match the filter, or clears their pins. Succeeds even if no device matches. */
    @PATCH
    @Path("/v7/device")
    @Consumes(MediaType.APPLICATION_JSON)
    CompletionStage<RestResponse<String>> pinDevices(@QueryParam("$filter") String filter, ApiRows.DevicePin pin);

    /** Reads release tags. */
    @GET
    @Path("/v7/release_tag")
    CompletionStage<RestResponse<String>> releaseTags(
            @QueryParam("$select") String select, @QueryParam("$filter") String filter);

    /** Creates a tag of a release. Fails with status 409 if it exists. */
    @POST
    @Path("/v7/release_tag")
    @Consumes(MediaType.APPLICATION_JSON)
    CompletionStage<RestResponse<String>> createReleaseTag(ApiRows.NewTag tag);

    /** Pins a fleet if the filter matches it. Succeeds even if it does not. */
    @PATCH
    @Path("/v7/application({id})")
    @Consumes(MediaType.APPLICATION_JSON)
    CompletionStage<RestResponse<String>> pinFleet(
            @PathParam("id") long fleet, @QueryParam("$filter") String filter, ApiRows.Pin pin);

    /** Reads who the token belongs to. Fails with status 401 if the token is not valid. */
    @GET
    @Path("/actor/v1/whoami")
    CompletionStage<RestResponse<String>> whoAmI();

    /** Requests a new session token in place of one that is still valid; the body is the token. */
    @GET
    @Path("/user/v1/refresh-token")
    @Produces(MediaType.TEXT_PLAIN)
    CompletionStage<RestResponse<String>> refreshToken();
}
