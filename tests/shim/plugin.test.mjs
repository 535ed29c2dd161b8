// fc-guard as the plugin of an action, with a core that only notes what it gets, and as the CLI calls plugins.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const component = fileURLToPath(new URL('../../component', import.meta.url));
const plugin = fileURLToPath(new URL('../../plugin', import.meta.url));

const CORE = `#!/usr/bin/env node
const fs = require('fs');
const inputs = JSON.parse(fs.readFileSync(0, 'utf8'));
fs.appendFileSync(process.env.NOTES, JSON.stringify(inputs) + '\\n');
const answers = JSON.parse(process.env.ANSWERS);
const answer = { outcome: 'clean', code: 0, rank: 0, result: null, wrote: [], seen: null, handed: null, refused: false, message: null };
const said = { ...answer, ...answers[inputs.resource.name + ':' + inputs.hook], ...answers[inputs.resource.name + ':' + inputs.command] };
process.stdout.write(JSON.stringify(said));
process.exitCode = said.code;
`;

// As the CLI has it: a class is made with new, and what that throws means that the export itself is called.
const LOAD = `
  const load = (folder) => {
    const Module = require(folder);
    try { return new Module({ logger: console }); } catch (error) { return Module; }
  };
`;

// Calls the plugin for each of these steps, pairs of a resource and the hook, and prints what it returns.
function run(steps, answers, { argv = ['deploy'], inputs = {}, args, folder = component } = {}) {
  const place = mkdtempSync(path.join(tmpdir(), 'fc-guard-plugin-'));
  const core = path.join(place, 'core');
  const notes = path.join(place, 'notes');
  writeFileSync(core, CORE);
  chmodSync(core, 0o755);
  writeFileSync(notes, '');
  const script = `
    ${LOAD}
    const plugin = load(${JSON.stringify(folder)});
    const given = (name, hook) => ({
      args: [], props: { timeout: 3 }, cwd: '/', command: 'deploy', resource: { name, component: 'fc3' },
      getCredential: async () => ({ AccountID: '1', AccessKeyID: 'a', AccessKeySecret: 'b' }),
      ...(hook === 'success' ? { output: {} } : {}),
      ...${JSON.stringify(inputs)},
    });
    (async () => {
      for (const [name, hook] of ${JSON.stringify(steps)}) {
        try {
          const inputs = given(name, hook);
          const returned = await plugin(inputs, ${JSON.stringify(args)}, console);
          const same = Boolean(returned) && returned.getCredential === inputs.getCredential;
          console.log(JSON.stringify({ returned: returned || null, same }));
        } catch (error) {
          console.log(JSON.stringify({ thrown: error.message, data: error.data }));
        }
      }
    })();
  `;
  const ended = spawnSync(process.execPath, ['-e', script, '--', ...argv], {
    encoding: 'utf8',
    timeout: 60000,
    env: { ...process.env, FC_GUARD_LANG: 'en', FC_GUARD_CORE: 'native', FC_GUARD_BIN: core, NOTES: notes, ANSWERS: JSON.stringify(answers) },
  });
  const lines = (text) => text.split('\n').filter(Boolean).map((line) => JSON.parse(line));
  const got = lines(readFileSync(notes, 'utf8'));
  rmSync(place, { recursive: true });
  return { ...ended, told: lines(ended.stdout), got };
}

const HOOKS = (got) => got.map((one) => [one.resource.name, one.command, one.hook]);

test('the component is a plugin, too, and so is the folder of its own', () => {
  for (const folder of [component, plugin]) {
    const { told, got, status, stderr } = run([['one']], {}, { folder });
    assert.deepEqual(told, [{ returned: null, same: false }], stderr);
    assert.deepEqual(HOOKS(got), [['one', 'deploy', 'before'], ['one', 'deploy', 'after']]);
    // Upstream's own end is that of the run.
    assert.deepEqual([status, stderr], [0, '']);
  }
});

test('what can be called is still the component, with all of its commands', () => {
  const script = `
    ${LOAD}
    const made = load(${JSON.stringify(component)});
    const FcGuard = require(${JSON.stringify(component)});
    const names = ['deploy', 'plan', 'drift', 'invoke'].map((name) => typeof made[name]);
    console.log(JSON.stringify([made instanceof FcGuard, names, 'name' in made, Object.keys(made), Boolean(made.commands.deploy)]));
  `;
  const { stdout } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  assert.deepEqual(JSON.parse(stdout), [true, Array(4).fill('function'), false, ['given'], true]);
});

test('what was decided takes the place of the props alone, and nothing does where nothing was', () => {
  const handed = { timeout: 60 };
  const { told } = run([['one'], ['two']], { 'one:before': { handed } });
  assert.deepEqual(told[0].returned.props, handed);
  assert.equal(told[0].returned.command, 'deploy');
  assert.equal(told[0].same, true);
  assert.equal(told[1].returned, null);
});

test('a success action looks what became of it, else the end of the run does', () => {
  const { got, told } = run([['one'], ['one', 'success'], ['two']], {});
  assert.deepEqual(HOOKS(got), [
    ['one', 'deploy', 'before'], ['one', 'deploy', 'after'], ['two', 'deploy', 'before'], ['two', 'deploy', 'after'],
  ]);
  assert.equal(told[1].returned, null);
});

test('a refusal is thrown, and nothing else of the run is deployed', () => {
  const refusal = { outcome: 'drift', code: 3, rank: 2, refused: true, message: 'somebody changed it' };
  const { told, got, status, stderr } = run([['one'], ['two'], ['three']], { 'two:before': refusal });
  assert.deepEqual(told.slice(1).map((one) => [one.thrown, one.data.outcome]), Array(2).fill(['somebody changed it', 'drift']));
  // What upstream had deployed by then is looked up all the same; the third is never asked about.
  assert.deepEqual(HOOKS(got), [['one', 'deploy', 'before'], ['two', 'deploy', 'before'], ['one', 'deploy', 'after']]);
  assert.deepEqual([status, stderr.trim()], [3, 'drift']);
});

test('where the CLI hides an error the process ends', () => {
  const refusal = { outcome: 'conflict', code: 3, rank: 3, refused: true, message: 'both changed it' };
  const { told, status, stderr } = run([['one']], { 'one:before': refusal }, { argv: ['deploy', '-o', 'json'] });
  assert.deepEqual([told, status, stderr.trim().split('\n')], [[], 3, ['both changed it', 'conflict']]);
});

test('what is wrong with the action ends the process, whatever the file allows', () => {
  const wrong = { outcome: 'usage', code: 2, rank: 4, message: 'allow_failure: false' };
  const { told, status } = run([['one']], { 'one:before': wrong });
  assert.deepEqual([told, status], [[], 2]);
  // Also where something was deployed before it, which makes another word of it.
  const wrote = [{ en: 'function one', zh: '函数 one' }];
  const later = run([['one'], ['two']], { 'one:before': { wrote }, 'two:before': { ...wrong, wrote } });
  assert.deepEqual([later.told.length, later.status], [1, 4]);
});

test('where nothing is told of the resource the plugin is refused with the place to write it', () => {
  for (const [inputs, text] of [
    [{ props: null }, /resources\.NAME\.actions\.pre-deploy/],
    [{ command: 'remove' }, /this is remove/],
    [{ argsObj: [], getCredential: null }, /edition 3\.0\.0/],
  ]) {
    const { status, stderr, got } = run([['one']], {}, { inputs });
    assert.match(stderr, text);
    assert.deepEqual([status, got, stderr.trim().split('\n').pop()], [2, [], 'usage']);
  }
});

test('flags come from the command line and from the action, in any form of the CLI', () => {
  const args = (more, inputs) => run([['one']], {}, { args: more, inputs }).got[0].args;
  assert.deepEqual(args(undefined, { args: ['--use-local'] }), ['--use-local']);
  assert.deepEqual(args(['--use-remote', 1], { args: ['--skip-push'] }), ['--skip-push', '--use-remote', '1']);
  assert.deepEqual(args('--use-remote --write-back'), ['--use-remote', '--write-back']);
  assert.deepEqual(args({ 'use-remote': true, 'write-back': false, function: 'code' }), ['--use-remote', '--function', 'code']);
});

test('a report is made of what is found, and its flags do not reach the deploy', () => {
  const { got, status } = run([['one']], { 'one:drift': { outcome: 'drift', code: 3, rank: 2 } }, {
    args: { report: 'r.json' }, inputs: { args: ['-t', 'x.yaml', '--use-local', '--html=p.html'] },
  });
  assert.deepEqual(got.map((one) => [one.command, one.hook, one.action, one.args]), [
    ['drift', undefined, false, ['-t', 'x.yaml', '--html=p.html', '--report', 'r.json']],
    ['deploy', 'before', false, ['-t', 'x.yaml', '--use-local']],
    ['deploy', 'after', false, ['-t', 'x.yaml', '--use-local']],
  ]);
  // What is found is for the deploy to refuse.
  assert.equal(status, 0);
  // A form without a file would be the form of nothing.
  assert.deepEqual(run([['one']], {}, { args: ['--format', 'json'] }).got[0].args, ['--format', 'json']);
});

test('what could not be put on record is said, and is no failure of the deploy', () => {
  const failed = { outcome: 'unreadable', code: 1, rank: 5, message: 'the network is gone' };
  const { status, stderr } = run([['one']], { 'one:after': failed });
  assert.equal(status, 0);
  assert.match(stderr, /the network is gone\n {2}→ nothing is lost/);
});
