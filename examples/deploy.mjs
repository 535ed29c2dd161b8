// Deploys examples to an emulator: each as a person would, with the real `s`, in a copy of its own. Then nothing is left to do.
//
//   node examples/deploy.mjs [NAME…]

import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { emulator, root } from '../docs/scripts/cloud.mjs';

const CLI = path.join(root, 'node_modules/@serverless-devs/s/bin/s');
const PATIENCE = 120000;

// What is run in each, and the word in which it has to end. The first one creates everything, and the same again has nothing to do.
const TWICE = [['deploy', 'changed'], ['deploy', 'clean']];
const EXAMPLES = {
  'http-python': TWICE,
  container: TWICE,
  'shared-domain': TWICE,
  'fc2-module': TWICE,
  policy: TWICE,
  domain: TWICE,
  team: [['state init', 'clean'], ...TWICE, ['history', 'clean']],
  monorepo: ['api', 'worker'].flatMap((name) => TWICE.map(([line, word]) => [`${line} -t ${name}/s.yaml`, word])),
  environments: ['testing', 'production'].flatMap((name) => TWICE.map(([line, word]) => [`${line} --env ${name}`, word])),
  // What the recipes run, in a clone with nobody at its terminal.
  ci: [...TWICE, ['plan --report plan.md', 'clean'], ['drift --report drift.md', 'clean'], ['drift --report drift.xml', 'clean']],
};

// What the chapters say that a key needs, and a key for the bucket of a team.
const chapters = ['en', 'zh'].map((language) => fs.readFileSync(path.join(root, 'docs', language, 'security.md'), 'utf8'));
const [RIGHTS, inChinese] = chapters.map((text) => new Set([...text.matchAll(/fc:([A-Z]\w+)/g)].map(([, name]) => name)));
// Of OSS, whose policy stands in the chapter about teams; RAM calls the second form of a list as the first one.
for (const name of ['GetObject', 'HeadObject', 'PutObject', 'ListObjects', 'ListObjectsV2', 'GetBucketVersioning', 'GetBucketInfo']) RIGHTS.add(name);

async function deploy(name, steps) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fc-guard-example-'));
  const cloud = await emulator(folder, '--bucket', 'team-state');
  try {
    const project = copied(name === 'ci' ? 'http-python' : name, folder);
    if (name === 'ci') committed(project);
    const key = '0123456789abcdef'.repeat(4);
    const env = {
      PATH: process.env.PATH, HOME: path.join(folder, 'home'), NODE_ENV: 'test', FC_GUARD_LANG: 'en', ...cloud.env,
      ...(name === 'team' && { FC_GUARD_STATE_KEY: key, FC_GUARD_STATE_ENDPOINT: cloud.url }),
      ...(name === 'ci' && { CI: 'true' }),
    };
    for (const [line, word] of steps) {
      const ran = await s(line.split(' '), { cwd: project, env });
      const last = ran.stderr.trimEnd().split('\n').pop();
      if (ran.code !== 0 || last !== word) throw new Error(`${name}: s ${line} ended with ${ran.code}, ${last}\n${ran.stdout}\n${ran.stderr}`);
    }
    const functions = cloud.log().filter(({ method, status }) => method === 'POST' && status < 300).length;
    if (functions === 0) throw new Error(`${name}: nothing was created`);
    const strange = cloud.log().filter(({ key, action }) => key === 'owner' && action && !RIGHTS.has(action)).map(({ action }) => action);
    if (strange.length > 0) throw new Error(`${name}: docs/*/security.md do not name ${[...new Set(strange)].join(', ')}`);
    console.log(`${name}: ${steps.map(([line]) => `s ${line}`).join(', ')}`);
  } finally {
    await cloud.stop();
    fs.rmSync(folder, { recursive: true });
  }
}

/** A copy of the example that uses the component of this clone. */
function copied(name, folder) {
  const project = path.join(folder, name);
  const filter = (file) => path.basename(file) !== '.s';
  fs.mkdirSync(path.join(folder, 'home'));
  fs.cpSync(path.join(root, 'examples', name), project, { recursive: true, filter });
  const files = fs.readdirSync(project, { recursive: true }).filter((file) => path.basename(file) === 's.yaml');
  for (const file of files.map((one) => path.join(project, one))) {
    const text = fs.readFileSync(file, 'utf8');
    fs.writeFileSync(file, text.replace(/\$\{path\('(?:\.\.\/)*\.\.'\)\}/g, root.replace(/\/$/, '')));
  }
  return project;
}

function committed(project) {
  const git = (...args) => execFileSync('git', ['-c', 'user.name=pipeline', '-c', 'user.email=nobody@example.com', ...args], { cwd: project });
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '--message', 'example');
}

function s(args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CLI, ...args], { ...options, stdio: ['ignore', 'pipe', 'pipe'], timeout: PATIENCE });
    const said = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr']) child[name].on('data', (chunk) => { said[name] += chunk; });
    child.on('error', reject);
    child.on('close', (code) => resolve({ ...said, code }));
  });
}

const missing = [...RIGHTS].filter((name) => !/Bucket|Object/.test(name) && !inChinese.has(name));
if (missing.length > 0) throw new Error(`docs/zh/security.md does not name ${missing.join(', ')}`);
const named = process.argv.slice(2);
const folders = fs.readdirSync(path.join(root, 'examples'), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
const strange = [...named, ...folders].filter((name) => !EXAMPLES[name]);
if (strange.length > 0) throw new Error(`examples/deploy.mjs does not know ${strange.join(', ')}`);
const queue = Object.entries(EXAMPLES).filter(([name]) => named.length === 0 || named.includes(name));
const worker = async () => {
  for (let next = queue.shift(); next; next = queue.shift()) await deploy(...next);
};
// The other one comes to its end, and takes away what it has made.
for (const { reason } of await Promise.allSettled([worker(), worker()])) {
  if (!reason) continue;
  console.error(reason.message);
  process.exitCode = 1;
}
