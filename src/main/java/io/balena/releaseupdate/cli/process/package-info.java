/**
 * What a process needs of its machine: standard streams, the terminal, signals, exit codes, and what the executable
 * does differently from a JVM.
 */
package io.balena.releaseupdate.cli.process;
