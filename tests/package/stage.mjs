// Where the packages are used: an emulator for the cloud, a stand-in for the registry of Serverless Devs, and
// a project of somebody who has Node and `s`, and nothing else.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { ACCOUNT, OWNER, start } from '../peers/cloud.mjs';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const dist = process.env.FC_GUARD_DIST ?? path.join(root, 'target/tested-dist');

const CLI = path.join(root, 'node_modules/@serverless-devs/s/bin/s');

/** The one file of `dist/` with that ending. */
export function made(ending) {
  const found = fs.readdirSync(dist).filter((name) => name.endsWith(ending));
  assert.equal(found.length, 1, `one *${ending} in ${dist}: run \`cargo xtask test\` or \`cargo xtask package\``);
  return path.join(dist, found[0]);
}

/** The files below a folder, by their names from there. */
export function files(folder) {
  const all = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
  const names = all.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
  return names.map((name) => path.relative(folder, name).split(path.sep).join('/')).sort();
}

/** Runs a program to its end, with that on its stdin. */
export function run(program, args, { input = '', ...options }) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'pipe', timeout: 180000, ...options });
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    const said = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr']) child[name].on('data', (chunk) => { said[name] += chunk; });
    child.on('error', reject);
    child.on('close', (code) => resolve({ ...said, code, text: `${said.stdout}\n${said.stderr}` }));
  });
}

/** What answers instead of the registry: it hands out `zip` as the newest fc-guard, and keeps what is published. */
export async function registry(t, zip) {
  const kept = { zip, asked: [], published: [], sent: [] };
  const server = http.createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => answer(kept, request, response, Buffer.concat(chunks)));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  kept.url = `http://127.0.0.1:${server.address().port}`;
  return kept;
}

function answer(kept, { method, url }, response, body) {
  kept.asked.push(`${method} ${url}`);
  const json = (value) => response.setHeader('content-type', 'application/json').end(JSON.stringify(value));
  if (method === 'POST' && url === '/v3/packages/releases') {
    const form = Object.fromEntries(new URLSearchParams(body.toString()));
    const sent = form.publish ? form : JSON.parse(body);
    kept.sent.push(sent);
    kept.published.push(sent.publish);
    json({ request_id: '1', body: { url: `${kept.url}/upload` } });
  } else if (method === 'PUT' && url === '/upload') {
    kept.zip = body;
    response.end();
  } else if (url === '/v3/packages/fc-guard/release/latest') {
    json({ body: { zipball_url: `${kept.url}/fc-guard.zip`, tag_name: 'newest' } });
  } else if (url.endsWith('.zip')) {
    response.setHeader('content-type', 'application/zip').end(kept.zip);
  } else {
    response.writeHead(404).end();
  }
}

/** The CLI drops the port of a registry when it publishes: this puts it back in. */
export function withPort(home, stand) {
  const file = home.place('port.cjs');
  fs.writeFileSync(file, `
    const http = require('http');
    const { request } = http;
    http.request = (options, ...more) => request(options.port ? options : { ...options, port: ${new URL(stand.url).port} }, ...more);
  `);
  return { ...home.env, NODE_OPTIONS: `--require ${file}` };
}

/** A project with an empty home, no cargo on its PATH, and that Node. */
export async function project(t, node = process.execPath) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fc-guard-package-'));
  t.after(() => fs.rmSync(folder, { recursive: true }));
  const cloud = await start(t, '--account', ACCOUNT);
  const place = (name) => path.join(folder, name);
  for (const name of ['app/code', 'home', 'bin']) fs.mkdirSync(place(name), { recursive: true });
  fs.symlinkSync(node, place('bin/node'));
  fs.writeFileSync(place('app/code/index.py'), "def handler(event, context):\n    return 'hello'\n");
  const env = {
    PATH: place('bin'), HOME: place('home'), NODE_ENV: 'test', FC_GUARD_LANG: 'en',
    FC_CLIENT_CUSTOM_ENDPOINT: cloud.url, FC_CODE_TEMP_OSS_ENDPOINT: cloud.url,
    AccountID: ACCOUNT, AccessKeyID: OWNER.id, AccessKeySecret: OWNER.secret,
    serverless_devs_registry_token: 'a-token-of-the-stand-in',
  };
  return {
    place, env, cloud,
    s: (args, more = {}) => run(node, [CLI, ...args], { cwd: place('app'), env, ...more }),
    /** Writes s.yaml. */
    says: (component, timeout = 10) => fs.writeFileSync(place('app/s.yaml'), yaml(component, timeout)),
  };
}

/** What `s` would hand over of it, for the program by itself. */
export const inputs = (home) => JSON.stringify({
  command: 'deploy', cwd: home.place('app'), yaml: { path: home.place('app/s.yaml') }, resource: { name: 'hello' },
  props: { region: 'cn-hangzhou', functionName: 'hello', runtime: 'python3.10', handler: 'index.handler', code: './code' },
  credential: { AccountID: ACCOUNT, AccessKeyID: OWNER.id, AccessKeySecret: OWNER.secret },
});

const yaml = (component, timeout) => `edition: 3.0.0
name: app
access: default
resources:
  hello:
    component: ${component}
    props:
      region: cn-hangzhou
      functionName: hello
      runtime: python3.10
      handler: index.handler
      timeout: ${timeout}
      code: ./code
`;

/** It must have ended with that code and that word. */
export function ends(ran, code, word) {
  assert.deepEqual([ran.code, ran.stderr.trimEnd().split('\n').pop()], [code, word], ran.text);
}

/** The first deploy, one more, and one after a change. */
export async function deploys(home, component) {
  home.says(component);
  ends(await home.s(['deploy']), 0, 'changed');
  ends(await home.s(['deploy']), 0, 'clean');
  home.says(component, 20);
  ends(await home.s(['deploy']), 0, 'changed');
  const puts = home.cloud.log().filter(({ method }) => method === 'PUT').map((request) => request.path);
  assert.deepEqual(puts.filter((name) => name.endsWith('/functions/hello')).length, 1, puts.join('\n'));
}
