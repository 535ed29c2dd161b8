// What a core may answer, and what is said where there is none.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL('../..', import.meta.url));
const { CODES } = require('../../component/answer.js');
const { OLDEST } = require('../../component/core.js');

const folder = mkdtempSync(join(tmpdir(), 'fc-guard-answer-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

// A program that reads its inputs, prints this and ends with this code.
function core(name, printed, code) {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\nINPUTS=$(cat)\n${printed}\nexit ${code}\n`);
  chmodSync(file, 0o755);
  return file;
}

function run(command, { component = join(root, 'component'), env = {}, before = '' } = {}) {
  const script = `${before}
    const FcGuard = require(${JSON.stringify(component)});
    new FcGuard({}).${command}({
      args: [], props: {}, cwd: '/', resource: { name: 'fn' },
      getCredential: async () => ({ AccountID: '1', AccessKeyID: 'a', AccessKeySecret: 'b' }),
    }).then((result) => console.log('done'), (error) => console.log(error.message));
  `;
  const ended = spawnSync(process.execPath, ['-e', script], {
    encoding: 'utf8', timeout: 60000, env: { ...process.env, FC_GUARD_LANG: 'en', ...env },
  });
  return { ...ended, last: ended.stderr.trimEnd().split('\n').pop() };
}

function native(command, program) {
  return run(command, { env: { FC_GUARD_CORE: 'native', FC_GUARD_BIN: program } });
}

const said = (fields) => `echo '${JSON.stringify(fields)}'`;
const whole = { outcome: 'clean', code: 0, rank: 0, result: null, message: null };

test('a whole answer counts', () => {
  const { status, last, stdout } = native('deploy', core('clean', said(whole), 0));
  assert.deepEqual([status, last, stdout.trim()], [0, 'clean', 'done']);
});

const { outcome, ...wordless } = whole;
const none = [
  ['{}', said({}), 0],
  ['null', said(null), 0],
  ['a list', said([]), 0],
  ['a text', said('clean'), 0],
  ['its own inputs', 'printf %s "$INPUTS"', 0],
  ['no word', said(wordless), 0],
  ['an unknown word', said({ ...whole, outcome: 'fine' }), 0],
  ['a word of every object', said({ ...whole, outcome: 'toString' }), 0],
  ['another code than that of its word', said({ ...whole, outcome: 'drift' }), 0],
  ['another code than that of its program', said(whole), 101],
  ['a word and a panic', said({ ...whole, outcome: 'failed', code: 1, message: 'no' }), 101],
  ['half of it', `printf '{"outcome": "clean", '`, 0],
  ['nothing', ':', 0],
  ['nothing and a panic', ':', 101],
];
for (const [name, printed, code] of none) {
  test(`a core that answers ${name} has not done it`, () => {
    const program = core(name.replaceAll(' ', '-'), printed, code);
    const deploy = native('deploy', program);
    // It may have written something.
    assert.deepEqual([deploy.status, deploy.last], [4, 'partial'], deploy.stderr);
    assert.match(deploy.stdout, /it reads the live state before it writes anything/);
    const plan = native('plan', program);
    assert.deepEqual([plan.status, plan.last], [1, 'failed'], plan.stderr);
  });
}

test('the words are those of the core', () => {
  const source = readFileSync(join(root, 'src/error.rs'), 'utf8');
  const named = [...source.matchAll(/Outcome::(\w+) => "(\w+)"/g)].map(([, name, word]) => [name, word]);
  const codes = source.slice(source.indexOf('pub fn code('), source.indexOf('pub fn word('));
  const code = (name) => {
    const arm = codes.split('\n').find((line) => new RegExp(`Outcome::${name}\\b.*=>`).test(line));
    return Number(arm.split('=>')[1].replace(',', ''));
  };
  assert.deepEqual(CODES, Object.fromEntries(named.map(([name, word]) => [word, code(name)])));
});

// A copy of the component with this in the place of its module.
function component(name, files) {
  const copy = join(folder, name);
  cpSync(join(root, 'component'), copy, { recursive: true });
  rmSync(join(copy, 'wasm'), { recursive: true, force: true });
  mkdirSync(join(copy, 'wasm'));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(copy, 'wasm', file), text);
  return copy;
}

test('a component that is not built says how to build it', () => {
  const { status, last, stdout } = run('deploy', { component: component('unbuilt', {}) });
  assert.deepEqual([status, last], [1, 'failed']);
  assert.match(stdout, /fc_guard\.js is missing/);
  assert.match(stdout, /cargo xtask build/);
  assert.doesNotMatch(stdout, /credential/);
});

test('a module that does not compile is named', () => {
  const files = {
    'fc_guard.js': 'new WebAssembly.Module(require("fs").readFileSync(require("path").join(__dirname, "fc_guard_bg.wasm")));',
    'fc_guard_bg.wasm': 'no module at all',
  };
  const { status, last, stdout } = run('deploy', { component: component('broken', files) });
  assert.deepEqual([status, last], [1, 'failed']);
  assert.match(stdout, /cannot load .*fc_guard_bg\.wasm: .*WebAssembly/);
  assert.doesNotMatch(stdout, /credential/);
});

test('a Node that is too old is named, with the one that is needed', () => {
  const before = "Object.defineProperty(process.versions, 'node', { value: '16.20.2' });";
  const { status, last, stdout } = run('deploy', { before });
  assert.deepEqual([status, last], [1, 'failed']);
  assert.match(stdout, /needs Node 18 or newer, and this is Node 16\.20\.2/);
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  assert.equal(engines.node, `>=${OLDEST}`);
});

test('a long report arrives whole, however slowly it is read', () => {
  const text = 'x'.repeat(1 << 20);
  const file = join(folder, 'long.json');
  writeFileSync(file, JSON.stringify({ ...whole, document: `${text}\n` }));
  const program = core('long', `cat '${file}'`, 0);
  const script = `
    const FcGuard = require(${JSON.stringify(join(root, 'component'))});
    new FcGuard({}).drift({ args: [], props: {}, cwd: '/', getCredential: async () => ({}) });
  `;
  const slow = spawnSync('sh', ['-c', '"$NODE" -e "$SCRIPT" | (sleep 1; wc -c)'], {
    encoding: 'utf8', timeout: 60000,
    env: { ...process.env, NODE: process.execPath, SCRIPT: script, FC_GUARD_CORE: 'native', FC_GUARD_BIN: program },
  });
  assert.equal(Number(slow.stdout), text.length + 1, slow.stderr);
});
