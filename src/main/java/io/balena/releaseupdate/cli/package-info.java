/**
 * The program: {@code Main} and the commands. A command parses, calls the library and prints. {@code CommandModel} knows
 * all commands, {@code BalenaCommand} is how those run that need balena, {@code ErrorHandler} makes messages and exit
 * codes from errors.
 */
package io.balena.releaseupdate.cli;
