'use strict';
// The npm tool asks api.balena-cloud.com whatever its settings say. Loaded with `node --require`, this takes its requests
// to the API at BALENARC_API_URL, and, with COUNT_REQUESTS, says on stderr at the end how many there were.
const realFetch = globalThis.fetch;
let requests = 0;
globalThis.fetch = (resource, options) => {
  requests++;
  const url = String(resource.url ?? resource).replace('https://api.balena-cloud.com', process.env.BALENARC_API_URL);
  return realFetch(resource instanceof Request ? new Request(url, resource) : url, options);
};
if (process.env.COUNT_REQUESTS) {
  process.on('exit', () => process.stderr.write(`requests: ${requests}\n`));
}
