/**
 * The domain: releases, images, deltas, devices, updates and their statuses, endings and errors as records and sealed
 * types, and the rules that combine them. Nothing here sends a request or prints. {@code Quoted} is here and not in
 * {@code text} because it decides a rule: whether user input may be repeated at all.
 */
package io.balena.releaseupdate.model;
