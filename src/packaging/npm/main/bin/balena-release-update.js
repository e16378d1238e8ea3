#!/usr/bin/env node
// Runs the executable of this platform's package with the same arguments, streams, signals and exit code.
'use strict';

const { spawn } = require('node:child_process');

const platform = `${process.platform}-${process.arch}`;
const platforms = ['linux-x64', 'linux-arm64'];

function fail(message) {
	console.error(`ERROR: ${message}`);
	process.exit(1);
}

function executable() {
	if (!platforms.includes(platform)) {
		fail(`There is no executable for ${platform}, only for ${platforms.join(' and ')}.\n` +
			'On other systems use the jar, with Java 17 or newer.');
	}
	try {
		return require.resolve(`balena-release-update-${platform}/balena-release-update`);
	} catch {
		fail(`The package balena-release-update-${platform} is missing.\n` +
			'Install again, without --omit=optional; on arm64 it needs the GNU C library.');
	}
}

const child = spawn(executable(), process.argv.slice(2), { stdio: 'inherit' });

// The executable ends by itself after these, and prints what it knows. A terminal sends Ctrl-C to both processes;
// only signals that were sent to this one alone are passed on, since a second one would end it at once.
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
for (const signal of signals) {
	process.on(signal, () => {
		if (signal !== 'SIGINT' || !process.stdin.isTTY) {
			child.kill(signal);
		}
	});
}

child.on('error', (error) => fail(`Can't start the executable: ${error.message}.`));
child.on('exit', (code, signal) => {
	if (signal) {
		signals.forEach((name) => process.removeAllListeners(name));
		process.kill(process.pid, signal);
	} else {
		process.exitCode = code;
	}
});
