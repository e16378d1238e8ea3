/**
 * Options that commands have, in groups: each class is one group and checks that its options go together.
 */
package io.balena.releaseupdate.cli.option;
