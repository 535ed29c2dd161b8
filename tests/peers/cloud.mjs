// The emulator as the peers see it: a program on a port. None of what follows knows how it works.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { fileURLToPath } from 'node:url';

import sdk from '@alicloud/fc20230330';
import { $OpenApiUtil } from '@alicloud/openapi-core';

const { default: Client, ...models } = sdk;
export { models };

export const ACCOUNT = '1234567890123456';
export const OWNER = { id: 'peers-access-key-of-the-owner', secret: 'peers-secret-of-the-owner' };
export const OTHER = { id: 'peers-access-key-of-another', secret: 'peers-secret-of-another' };
export const LENT = { id: 'STS.peers-lent-key', secret: 'peers-lent-secret', token: 'lent+token/with=signs' };

const root = fileURLToPath(new URL('../..', import.meta.url));

function binary() {
  const built = ['release', 'debug'].map((kind) => path.join(root, 'target', kind, 'fc-emulator'));
  const found = [process.env.FC_EMULATOR_BIN, ...built].find((file) => file && fs.existsSync(file));
  assert(found, 'fc-emulator is missing: run `cargo xtask test`');
  return found;
}

const key = (name, { id, secret, token }) => ['--key', [name, id, secret, ...(token ? [token] : [])].join(':')];

/** Starts an emulator with three keys that ends with the test. */
export async function start(t, ...flags) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'peers-'));
  const log = path.join(folder, 'requests.jsonl');
  const keys = [...key('owner', OWNER), ...key('other', OTHER), ...key('lent', LENT)];
  const child = spawn(binary(), ['--listen', '127.0.0.1:0', '--log', log, ...keys, ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
  t.after(async () => {
    child.kill('SIGKILL');
    await ended;
    fs.rmSync(folder, { recursive: true });
  });
  const line = await Promise.race([firstLine(child.stdout), ended]);
  const [, url] = /^listening on (http:\/\/127\.0\.0\.1:\d+)$/.exec(line) ?? [];
  assert(url, `unexpected first line: ${JSON.stringify(line)}`);
  return {
    url,
    host: new URL(url).host,
    /** Ends it the way a shell does. */
    stop: (signal) => (child.kill(signal), ended),
    log: () => fs.readFileSync(log, 'utf8').trim().split('\n').filter(Boolean).map((text) => JSON.parse(text)),
  };
}

async function firstLine(stream) {
  for await (const line of readline.createInterface({ input: stream })) return line;
  return '';
}

/** The official SDK, pointed at the emulator. */
export const client = (cloud, { id, secret, token } = OWNER) =>
  new Client({ accessKeyId: id, accessKeySecret: secret, securityToken: token, protocol: 'http', endpoint: cloud.host });

/** Asserts that the SDK throws the API's error. */
export const refused = (promise, status, code, message = /./) =>
  assert.rejects(promise, (error) => {
    assert.equal(error.code, code, error.message);
    assert.equal(error.statusCode, status, error.message);
    assert.match(error.message, message);
    return true;
  });

/** A reply's body the way it was on the wire. */
export const plain = (reply) => JSON.parse(JSON.stringify(reply.body.toMap()));

/** A ZIP file without entries; the comment makes it a different one. */
export function zip(comment = '') {
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(Buffer.byteLength(comment), 20);
  return Buffer.concat([end, Buffer.from(comment)]);
}

/** CRC-64/XZ, bit by bit. */
export function crc64(bytes) {
  const all = 0xffffffffffffffffn;
  let crc = all;
  for (const byte of bytes) {
    crc ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1n ? (crc >> 1n) ^ 0xc96c5795d7870f42n : crc >> 1n;
  }
  return String(crc ^ all);
}

/** The smallest function there is, with something of one's own. */
export const smallest = (name, more = {}) =>
  new models.CreateFunctionRequest({
    body: new models.CreateFunctionInput({
      functionName: name,
      runtime: 'python3.10',
      handler: 'index.handler',
      code: new models.InputCodeLocation({ zipFile: zip().toString('base64') }),
      ...more,
    }),
  });

export const update = (fields) =>
  new models.UpdateFunctionRequest({ body: new models.UpdateFunctionInput(fields) });

/** Sends a request that the SDK's models do not foresee, signed by the SDK. */
export const raw = (fc, action, method, pathname, { query = {}, body } = {}) =>
  fc.callApi(
    new $OpenApiUtil.Params({
      action,
      method,
      pathname,
      version: '2023-03-30',
      protocol: 'HTTP',
      authType: 'AK',
      style: 'ROA',
      reqBodyType: 'json',
      bodyType: 'json',
    }),
    new $OpenApiUtil.OpenApiRequest({ headers: {}, query, body }),
    {},
  );

/** Asks a service in RPC style, signed by the SDK, and answers the body. */
export const rpc = async (fc, action, version, query) => {
  const params = { action, version, pathname: '/', method: 'POST', protocol: 'HTTP', authType: 'AK', style: 'RPC', reqBodyType: 'formData', bodyType: 'json' };
  const request = new $OpenApiUtil.OpenApiRequest({ query: Object.fromEntries(Object.entries(query).map(([key, value]) => [key, String(value)])) });
  return (await fc.callApi(new $OpenApiUtil.Params(params), request, {})).body;
};

/** Sends a request without an SDK. */
export const ask = (cloud, target, options) => fetch(`${cloud.url}${target}`, options);

/** Tells the emulator to misbehave. */
export async function fault(cloud, body) {
  const reply = await ask(cloud, '/__emulator__/faults', { method: 'POST', body: JSON.stringify(body) });
  assert(reply.ok, await reply.text());
}
