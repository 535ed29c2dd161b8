// The cloud of the stories: an emulator on this machine, and a colleague at its console, who uses the official SDK.

import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

// The packages of the project, not those of the book.
const require = createRequire(path.join(root, 'package.json'));

export const ACCOUNT = '1234567890123456';
const OWNER = { name: 'owner', id: 'demo-access-key-of-the-owner', secret: 'demo-secret-of-the-owner-not-a-real-one' };
const CONSOLE = { name: 'console', id: 'demo-access-key-of-the-console', secret: 'demo-secret-of-the-console-not-a-real-one' };

/** A program that `cargo xtask build` or `cargo xtask test` made. */
export function program(name) {
  const variable = { 'fc-guard': 'FC_GUARD_BIN', 'fc-emulator': 'FC_EMULATOR_BIN' }[name];
  const made = ['release', 'debug'].map((kind) => path.join(root, 'target', kind, name));
  const found = [process.env[variable], ...made].find((file) => file && fs.existsSync(file));
  if (!found) throw new Error(`${name} is missing: run \`cargo xtask build\``);
  return found;
}

// None outlives the script, however that ends.
const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(130));

/** Starts an emulator that writes its log into that folder. */
export async function emulator(folder, ...flags) {
  const keys = [OWNER, CONSOLE].flatMap(({ name, id, secret }) => ['--key', `${name}:${id}:${secret}`]);
  const log = path.join(folder, 'requests.jsonl');
  const args = ['--listen', '127.0.0.1:0', '--account', ACCOUNT, '--log', log, ...keys, ...flags];
  const child = spawn(program('fc-emulator'), args, { stdio: ['ignore', 'pipe', 'inherit'] });
  running.add(child);
  const ended = new Promise((resolve) => child.once('exit', resolve)).finally(() => running.delete(child));
  const line = await Promise.race([firstLine(child.stdout), ended]);
  const [, url] = /^listening on (http:\S+)$/.exec(line) ?? [];
  if (!url) throw new Error(`the emulator's first line is unexpected: ${line}`);
  return {
    url,
    /** What `s` needs in order to deploy there. */
    env: {
      AccountID: ACCOUNT, AccessKeyID: OWNER.id, AccessKeySecret: OWNER.secret,
      FC_CLIENT_CUSTOM_ENDPOINT: url, FC_CODE_TEMP_OSS_ENDPOINT: url, NO_PROXY: '127.0.0.1', no_proxy: '127.0.0.1',
    },
    log: () => (fs.existsSync(log) ? fs.readFileSync(log, 'utf8').trim().split('\n').filter(Boolean).map((text) => JSON.parse(text)) : []),
    stop: () => (child.kill('SIGKILL'), ended),
  };
}

async function firstLine(stream) {
  for await (const line of readline.createInterface({ input: stream })) return line;
  return '';
}

/** What the colleague can do. */
export function colleague(cloud) {
  const { default: Client, ...models } = require('@alicloud/fc20230330');
  const { host } = new URL(cloud.url);
  const client = new Client({ accessKeyId: CONSOLE.id, accessKeySecret: CONSOLE.secret, protocol: 'http', endpoint: host });
  const update = (name, fields) => {
    const body = new models.UpdateFunctionInput(fields);
    return client.updateFunction(name, new models.UpdateFunctionRequest({ body }));
  };
  return {
    /** Changes settings; variables are laid over those that are there, as the form of the console does it. */
    async edit(name, changes) {
      const { body } = await client.getFunction(name, new models.GetFunctionRequest({}));
      const { environmentVariables } = changes;
      const merged = environmentVariables && { environmentVariables: { ...body.environmentVariables, ...environmentVariables } };
      await update(name, { ...changes, ...merged });
    },
    /** Puts another package in the place of the code. */
    async code(name, files) {
      await update(name, { code: new models.InputCodeLocation({ zipFile: zip(files).toString('base64') }) });
    },
    async functions() {
      const { body } = await client.listFunctions(new models.ListFunctionsRequest({}));
      return (body.functions ?? []).map((one) => one.functionName).sort();
    },
    async shows(name) {
      return (await client.getFunction(name, new models.GetFunctionRequest({}))).body;
    },
  };
}

/** A ZIP file of texts, stored as they are. */
export function zip(files) {
  const parts = [];
  const entries = [];
  let at = 0;
  for (const [name, text] of Object.entries(files)) {
    const [bytes, data] = [Buffer.from(name), Buffer.from(text)];
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x0021, 8);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(data.length, 18);
    common.writeUInt16LE(bytes.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, bytes, data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(0o100644 * 65536, 6);
    tail.writeUInt32LE(at, 10);
    entries.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x03', 'latin1'), common, tail, bytes]));
    parts.push(local);
    at += local.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, directory, end]);
}

function crc32(data) {
  let crc = 0xffffffff;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
