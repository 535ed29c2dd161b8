// What is in the packages, beside that they work: declarations, programs, licences, sums, and nothing of the
// machine that made them.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';

import { dist, files, inputs, project, run } from './stage.mjs';

const component = path.join(dist, 'component');
const FcGuard = createRequire(import.meta.url)(component);

function temporary(t) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fc-guard-contents-'));
  t.after(() => fs.rmSync(folder, { recursive: true }));
  return folder;
}

test('the declarations name every method, and no other', () => {
  const text = fs.readFileSync(path.join(component, 'component/index.d.ts'), 'utf8');
  const declared = [...text.matchAll(/^ {2}(\w+)\(.*\): Promise</gm)].map(([, name]) => name);
  const methods = Object.getOwnPropertyNames(FcGuard.prototype).filter((name) => !['constructor', 'commands'].includes(name));
  assert.deepEqual(declared.sort(), methods.sort());
});

test('every command that the registry describes has its help, and the other way round', () => {
  const text = fs.readFileSync(path.join(component, 'publish.yaml'), 'utf8');
  const [, list] = /^Commands:\n((?: {2}.*\n)+)/m.exec(text);
  const described = [...list.matchAll(/^ {2}(\w+):/gm)].map(([, name]) => name);
  assert.deepEqual(described.sort(), Object.keys(new FcGuard({}).commands).sort());
});

test('the plugin is in it, in both forms', () => {
  const plugin = createRequire(import.meta.url)(path.join(component, 'plugin'));
  // The CLI calls with `new` whatever can be called so.
  assert.throws(() => new plugin({}), TypeError);
  assert.equal(typeof new FcGuard({}), 'function');
  assert.match(fs.readFileSync(path.join(component, 'plugin/README.md'), 'utf8'), /allow_failure: false/);
});

test('licences of others are told, and each text once', () => {
  const text = fs.readFileSync(path.join(component, 'THIRD-PARTY-LICENSES.txt'), 'utf8');
  for (const name of ['serde_json', 'ring', 'wasm-bindgen', 'tokio']) assert.match(text, new RegExp(`^ {2}${name} \\d`, 'm'));
  // What only tests or builds it is not in it.
  for (const name of ['proptest', 'globset', 'insta']) assert.doesNotMatch(text, new RegExp(`^ {2}${name} \\d`, 'm'));
});

// What only `cargo xtask package --check` has.
const { FC_GUARD_TYPESCRIPT: typescript, FC_GUARD_FOLDERS: folders } = process.env;
const programs = fs.readdirSync(dist).filter((name) => /linux.*\.tar\.gz$/.test(name));

if (typescript) {
  test('a program in TypeScript can use the component', async (t) => {
    const folder = temporary(t);
    fs.mkdirSync(path.join(folder, 'node_modules'));
    fs.symlinkSync(component, path.join(folder, 'node_modules/fc-guard'));
    fs.writeFileSync(path.join(folder, 'use.ts'), `
      import FcGuard = require('fc-guard');
      const getCredential = async () => ({ AccountID: '1', AccessKeyID: 'a', AccessKeySecret: 'b' });
      const inputs: FcGuard.Inputs = { props: { region: 'cn-hangzhou' }, args: ['--use-local'], getCredential };
      const done: Promise<FcGuard.Result | undefined> = new FcGuard({}).deploy(inputs);
      // @ts-expect-error There is no such command.
      new FcGuard({}).destroy(inputs);
      // @ts-expect-error Without a credential nothing can be deployed.
      new FcGuard({}).plan({ props: {} });
      export = done;
    `);
    const args = [typescript, '--noEmit', '--strict', '--module', 'commonjs', '--target', 'es2020', 'use.ts'];
    const ran = await run(process.execPath, args, { cwd: folder });
    assert.equal(ran.code, 0, ran.text);
  });
}

if (folders) {
  test('nothing that is handed out names a folder of the machine that made it', (t) => {
    const unpacked = temporary(t);
    for (const name of programs) assert.equal(spawnSync('tar', ['xzf', path.join(dist, name)], { cwd: unpacked }).status, 0);
    const names = [dist, unpacked].flatMap((folder) => files(folder).map((name) => path.join(folder, name)));
    for (const name of names) {
      const bytes = fs.readFileSync(name);
      for (const folder of folders.split(path.delimiter)) assert.ok(!bytes.includes(folder), `${name} names ${folder}`);
    }
  });
}

/** What runs a program of another processor here; nothing where the machine has none. */
const emulators = { x64: ['qemu-x86_64', 'qemu-x86_64-static'], arm64: ['qemu-aarch64', 'qemu-aarch64-static'] };
const canRun = (program) => spawnSync(program, ['--version']).status === 0;

for (const name of programs) {
  const arch = name.includes('aarch64') ? 'arm64' : 'x64';
  const runner = arch === process.arch ? [] : emulators[arch].filter(canRun).slice(0, 1);
  const skip = arch !== process.arch && runner.length === 0 && `install ${emulators[arch][0]} (qemu-user) to run it here`;
  test(`${name} deploys by itself`, { skip }, async (t) => {
    const folder = temporary(t);
    assert.equal((await run('tar', ['xzf', path.join(dist, name)], { cwd: folder })).code, 0);
    const inner = path.join(folder, name.replace('.tar.gz', ''));
    assert.deepEqual(files(inner), ['LICENSE', 'MUSL-COPYRIGHT.txt', 'THIRD-PARTY-LICENSES.txt', 'fc-guard']);
    const home = await project(t);
    home.says('fc-guard');
    const [program, ...first] = [...runner, path.join(inner, 'fc-guard')];
    // The one that runs it is found on the PATH of this machine.
    const env = { ...home.env, PATH: process.env.PATH };
    const ended = async () => {
      const ran = await run(program, [...first, 'deploy'], { env, input: inputs(home) });
      assert.equal(ran.code, 0, ran.text);
      return JSON.parse(ran.stdout).outcome;
    };
    assert.deepEqual([await ended(), await ended()], ['changed', 'clean']);
  });
}

if (fs.existsSync(path.join(dist, 'SHA256SUMS'))) {
  test('the sums are those of the files, and every file has one', () => {
    const lines = fs.readFileSync(path.join(dist, 'SHA256SUMS'), 'utf8').trim().split('\n').map((line) => line.split('  '));
    const handedOut = fs.readdirSync(dist).filter((name) => name !== 'SHA256SUMS' && name !== 'component').sort();
    assert.deepEqual(lines.map(([, name]) => name).sort(), handedOut);
    for (const [sum, name] of lines) {
      assert.equal(createHash('sha256').update(fs.readFileSync(path.join(dist, name))).digest('hex'), sum, name);
    }
  });
}
