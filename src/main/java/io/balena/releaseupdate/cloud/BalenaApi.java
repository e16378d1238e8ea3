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
 * The requests that go to balena's API. Query options are given already encoded, see {@link OData}: the API decodes
 * them as JavaScript's {@code decodeURIComponent} does, to which the client's {@code +} would not be a space; those that are
 * null are left out. Bodies of answers stay text here, so that what can't be understood can be shown.
 */
@Encoded
@Produces(MediaType.APPLICATION_JSON)
public interface BalenaApi {

    @GET
    @Path("/v7/release")
    CompletionStage<RestResponse<String>> releases(
            @QueryParam("$select") String select,
            @QueryParam("$expand") String expand,
            @QueryParam("$filter") String filter,
            @QueryParam("$orderby") String orderBy,
            @QueryParam("$top") Integer top);

    @GET
    @Path("/v7/delta")
    CompletionStage<RestResponse<String>> deltas(
            @QueryParam("$select") String select,
            @QueryParam("$filter") String filter,
            @QueryParam("$orderby") String orderBy);

    @GET
    @Path("/v7/application")
    CompletionStage<RestResponse<String>> fleets(
            @QueryParam("$select") String select,
            @QueryParam("$expand") String expand,
            @QueryParam("$filter") String filter);

    @GET
    @Path("/v7/device")
    CompletionStage<RestResponse<String>> devices(
            @QueryParam("$select") String select,
            @QueryParam("$filter") String filter,
            @QueryParam("$orderby") String orderBy,
            @QueryParam("$top") Integer top);

    @GET
    @Path("/v7/device")
    CompletionStage<RestResponse<String>> expandedDevices(
            @QueryParam("$select") String select,
            @QueryParam("$expand") String expand,
            @QueryParam("$filter") String filter,
            @QueryParam("$orderby") String orderBy,
            @QueryParam("$top") Integer top);

    /** Pins the devices that fit the filter, or clears their pins; answers well also if none does. */
    @PATCH
    @Path("/v7/device")
    @Consumes(MediaType.APPLICATION_JSON)
    CompletionStage<RestResponse<String>> pinDevices(@QueryParam("$filter") String filter, ApiRows.DevicePin pin);

    @GET
    @Path("/v7/release_tag")
    CompletionStage<RestResponse<String>> releaseTags(
            @QueryParam("$select") String select, @QueryParam("$filter") String filter);

    /** Creates a tag; 409 if it exists. */
    @POST
    @Path("/v7/release_tag")
    @Consumes(MediaType.APPLICATION_JSON)
    CompletionStage<RestResponse<String>> createReleaseTag(ApiRows.NewTag tag);

    /** Changes a fleet if the filter fits it; answers well also if it does not. */
    @PATCH
    @Path("/v7/application({id})")
    @Consumes(MediaType.APPLICATION_JSON)
    CompletionStage<RestResponse<String>> pinFleet(
            @PathParam("id") long fleet, @QueryParam("$filter") String filter, ApiRows.Pin pin);

    /** Who the token belongs to; 401 where it is not valid. */
    @GET
    @Path("/actor/v1/whoami")
    CompletionStage<RestResponse<String>> whoAmI();

    /** A session token with a new age, for one that is still valid. */
    @GET
    @Path("/user/v1/refresh-token")
    @Produces(MediaType.TEXT_PLAIN)
    CompletionStage<RestResponse<String>> refreshToken();
}
