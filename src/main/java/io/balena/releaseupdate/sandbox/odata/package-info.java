/** Queries in the OData dialect of balena's API: parsed by {@code ODataParser}, evaluated by {@code ODataEvaluator}. */
package io.balena.releaseupdate.sandbox.odata;
