// Plays the colleague who opens the web console: shows or edits the live function with the official
// SDK. Endpoint and key come from the environment, since a command line is visible to everybody.
//
//   node console.mjs show FUNCTION          prints the settings that the demo looks at, as JSON
//   node console.mjs edit FUNCTION CHANGES  changes settings and prints each, old → new
import sdk from '@alicloud/fc20230330';
import { $OpenApiUtil } from '@alicloud/openapi-core';

const { default: Client, GetFunctionRequest, UpdateFunctionInput, UpdateFunctionRequest } = sdk;

function connect() {
  const endpoint = new URL(process.env.DEMO_ENDPOINT);
  return new Client(
    new $OpenApiUtil.Config({
      accessKeyId: process.env.DEMO_ACCESS_KEY_ID,
      accessKeySecret: process.env.DEMO_ACCESS_KEY_SECRET,
      endpoint: endpoint.host,
      protocol: endpoint.protocol.replace(':', ''),
    }),
  );
}

async function read(client, name) {
  const { body } = await client.getFunction(name, new GetFunctionRequest({}));
  return {
    memorySize: body.memorySize,
    timeout: body.timeout,
    environmentVariables: body.environmentVariables ?? {},
  };
}

// The API replaces the whole map of variables, so new ones are laid over those that are there.
function merge(live, changes) {
  const merged = { ...changes };
  if (changes.environmentVariables) {
    merged.environmentVariables = { ...live.environmentVariables, ...changes.environmentVariables };
  }
  return merged;
}

function report(before, after, prefix = '') {
  for (const [key, value] of Object.entries(after)) {
    const old = before[key];
    if (value !== null && typeof value === 'object') {
      report(old ?? {}, value, `${prefix}${key}.`);
    } else if (value !== old) {
      console.log(`${prefix}${key}: ${old ?? '–'} → ${value}`);
    }
  }
}

async function edit(client, name, changes) {
  const before = await read(client, name);
  const body = new UpdateFunctionInput(merge(before, changes));
  await client.updateFunction(name, new UpdateFunctionRequest({ body }));
  report(before, await read(client, name));
}

const [verb, name, changes] = process.argv.slice(2);
const client = connect();
if (verb === 'show') {
  console.log(JSON.stringify(await read(client, name)));
} else if (verb === 'edit') {
  await edit(client, name, JSON.parse(changes));
} else {
  console.error('usage: node console.mjs show FUNCTION | edit FUNCTION CHANGES');
  process.exitCode = 2;
}
