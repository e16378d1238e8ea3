/**
 * The terms of balena and of this tool as records and sealed types: releases, images, deltas, devices, updates and their
 * statuses, endings and errors; and the rules that combine them. Nothing here sends a request or prints. {@code Quoted}
 * is here and not in {@code text} because it decides a rule, whether a user's word may be repeated at all.
 */
package io.balena.releaseupdate.model;
