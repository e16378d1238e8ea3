package io.balena.releaseupdate.settings;

/** Asks balena for a younger session token. */
public interface TokenRefresher {

    /**
     * The API's answer, which {@link Session} checks; null or empty when it had none.
     *
     * @throws io.balena.releaseupdate.model.BalenaException.NotLoggedIn if balena does not accept the token any more
     * @throws io.balena.releaseupdate.model.BalenaException.Unavailable if balena can't be asked now
     */
    String refresh(String token);
}
