/**
 * The rows that a sandbox holds and the API's model of them: resources, properties, and what leads from one to another.
 */
package io.balena.releaseupdate.sandbox.data;
