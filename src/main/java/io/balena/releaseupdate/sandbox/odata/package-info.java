/**
 * Queries in the OData dialect that balena's API speaks: read by {@code ODataParser}, answered by
 * {@code ODataEvaluator}.
 */
package io.balena.releaseupdate.sandbox.odata;
