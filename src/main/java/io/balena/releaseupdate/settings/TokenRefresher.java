package io.balena.releaseupdate.settings;

/** Requests a new session token from balena. */
public interface TokenRefresher {

    /**
     * Requests a new token.
     *
     * @return the body of the API's response, which {@link Session} validates; null or empty if it had none
     * @throws io.balena.releaseupdate.model.BalenaException.NotLoggedIn if balena no longer accepts the token
     * @throws io.balena.releaseupdate.model.BalenaException.Unavailable if balena is unavailable
     */
    String refresh(String token);
}
