/** The rows of a sandbox and the API's model of them: resources, properties and navigations. */
package io.balena.releaseupdate.sandbox.data;
