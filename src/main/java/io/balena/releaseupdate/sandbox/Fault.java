package io.balena.releaseupdate.sandbox;

import java.util.Objects;

/**
 * One way in which a sandbox misbehaves, written {@code PLACE=KIND[/VALUE][*TIMES]}: {@code describe=503*2} fails the
 * first two release queries, {@code build/main=fail} every delta of the service {@code main}. Without {@code *TIMES} it
 * happens every time. If several faults apply to a request, the first one that is not used up happens:
 * {@code deltas=429*1} and {@code deltas=reset*1} happen one after the other.
 *
 * <p>The values of PLACE:
 *
 * <table>
 * <caption>Places</caption>
 * <tr><td>{@code describe}</td><td>GET of releases</td></tr>
 * <tr><td>{@code deltas}</td><td>GET of deltas, from the API</td></tr>
 * <tr><td>{@code poll}</td><td>the same, except the first one since the sandbox started</td></tr>
 * <tr><td>{@code trigger}</td><td>a request to the delta server</td></tr>
 * <tr><td>{@code fleet}</td><td>GET of applications, devices or configuration variables</td></tr>
 * <tr><td>{@code pin}</td><td>PATCH of an application</td></tr>
 * <tr><td>{@code pin-devices}</td><td>PATCH of devices</td></tr>
 * <tr><td>{@code tags}</td><td>every request for tags of releases or devices</td></tr>
 * <tr><td>{@code whoami}, {@code refresh}</td><td>the session's requests</td></tr>
 * <tr><td>{@code any}</td><td>every request</td></tr>
 * <tr><td>{@code build}, {@code build/SERVICE}</td><td>the building of a delta; TIMES counts per pair of
 * images</td></tr>
 * <tr><td>{@code repin}, {@code release}</td><td>right after the response to each delta query of the API</td></tr>
 * <tr><td>{@code device}, {@code device/20%}, {@code device/NAME}</td><td>the update of every device, of a share that
 * is always the same, or of one by its name or the beginning of its UUID; TIMES counts per device</td></tr>
 * </table>
 *
 * <p>The values of KIND for requests:
 *
 * <table>
 * <caption>Kinds</caption>
 * <tr><td>{@code 400} … {@code 599}</td><td>responds with that status and a short text; {@code 429/5} and {@code 503/5}
 * with {@code Retry-After: 5}; 429 alone with 1</td></tr>
 * <tr><td>{@code hang}</td><td>never responds and keeps the connection</td></tr>
 * <tr><td>{@code reset}</td><td>resets the connection</td></tr>
 * <tr><td>{@code lost}</td><td>executes the request, then resets the connection instead of responding</td></tr>
 * <tr><td>{@code truncate}</td><td>closes the connection in the middle of the body</td></tr>
 * <tr><td>{@code slow/SECONDS}</td><td>responds correctly but late; fractions allowed</td></tr>
 * <tr><td>{@code html}, {@code empty}, {@code object}</td><td>200 with an HTML page, nothing, {@code {}}</td></tr>
 * <tr><td>{@code garbage}</td><td>200 with JSON that ends in the middle, of the announced length</td></tr>
 * <tr><td>{@code no-rows}</td><td>200 without any row, as for an account without access</td></tr>
 * <tr><td>{@code wrong-type}</td><td>200 with a row whose properties are of other types</td></tr>
 * <tr><td>{@code redirect}</td><td>302 to another port, see {@link Sandbox#redirectedRequests()}</td></tr>
 * <tr><td>{@code expired}</td><td>from this request on, no token is valid</td></tr>
 * <tr><td>{@code done/STATUS}</td><td>writes only: executes it, and responds with that status, 300 to 599</td></tr>
 * <tr><td>{@code late/SECONDS}</td><td>writes only: responds 504 at once, and executes it that much later</td></tr>
 * <tr><td>{@code ignored}</td><td>writes only: responds 200 and changes nothing, as for an account that may only
 * read</td></tr>
 * <tr><td>{@code refused}</td><td>writes only: 400 with a rule of balena's model as a JSON string</td></tr>
 * <tr><td>{@code lag/SECONDS}</td><td>{@code fleet} only: shows the fleets' state of that long ago</td></tr>
 * <tr><td>{@code no-rights}</td><td>{@code tags} only: 200 without rows, 401 for a POST; nothing is changed</td></tr>
 * </table>
 *
 * <p>For {@code build}: {@code fail} (it ends as {@code failed}) and {@code stuck} (it stays {@code running} but is
 * never updated again). For {@code repin}: {@code someone/RELEASE_ID}, another user pins that release's fleet to it.
 * For {@code release}: {@code invalidated/RELEASE_ID}, {@code draft/RELEASE_ID} or {@code failed/RELEASE_ID}, another
 * user makes it so.
 *
 * <p>For {@code device}: {@code reject}, {@code stall} (the download never ends), {@code lock} or {@code lock/SECONDS}
 * (an update lock), {@code crash} (it never comes back from applying the update), {@code silent} or
 * {@code silent/SECONDS} (no network as soon as the update begins), {@code unhealthy} (its app never reports itself
 * healthy), {@code move/FLEET_ID} and {@code pin/RELEASE_ID} (another user does that as soon as the update begins).
 * Silence, moves and pins happen to a device once per release.
 *
 * @param place the place
 * @param subject the service or the devices that it applies to; empty for all, and for requests
 * @param effect what happens
 * @param times how often; {@link Integer#MAX_VALUE} for always
 */
public record Fault(FaultPlace place, String subject, FaultEffect effect, int times) {

    /** Refuses invalid combinations. */
    public Fault {
        Objects.requireNonNull(subject);
        if (!place.allows(effect) || !subject.isEmpty() && !place.hasSubject() || times < 1) {
            throw new IllegalArgumentException(effect + " of '" + subject + "' can't happen at " + place);
        }
    }

    /**
     * Parses the syntax above.
     *
     * @throws IllegalArgumentException if it is invalid; the message is for users
     */
    public static Fault parse(String spec) {
        FaultText text = new FaultText(spec);
        return new Fault(text.place(), text.subject(), text.effect(), text.times());
    }
}
