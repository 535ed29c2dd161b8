// What the shim hands from one resource of a run to the next, with a core that only notes what it gets.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const component = fileURLToPath(new URL('../../component', import.meta.url));

const CORE = `#!/usr/bin/env node
const fs = require('fs');
const inputs = JSON.parse(fs.readFileSync(0, 'utf8'));
fs.appendFileSync(process.env.NOTES, JSON.stringify(inputs) + '\\n');
const answers = JSON.parse(process.env.ANSWERS);
const answer = { outcome: 'clean', code: 0, rank: 0, result: null, wrote: [], seen: null, refused: false, message: null };
const said = { ...answer, ...answers[inputs.resource.name] };
process.stdout.write(JSON.stringify(said));
process.exitCode = said.code;
`;

// Runs `calls`, pairs of a method and the name of a resource, one after the other. The CLI's own command is
// `deploy` unless `more` of the inputs says otherwise.
function run(calls, answers, argv = ['deploy'], more = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'fc-guard-shim-'));
  const core = path.join(folder, 'core');
  const notes = path.join(folder, 'notes');
  writeFileSync(core, CORE);
  chmodSync(core, 0o755);
  writeFileSync(notes, '');
  const script = `
    const FcGuard = require(${JSON.stringify(component)});
    const inputs = (name) => ({
      args: [], props: {}, cwd: '/', command: 'deploy', resource: { name, component: 'fc-guard' },
      ...${JSON.stringify(more)},
      getCredential: async () => ({ AccountID: '1', AccessKeyID: 'a', AccessKeySecret: 'b' }),
    });
    (async () => {
      for (const [method, name] of ${JSON.stringify(calls)}) {
        await new FcGuard({})[method](inputs(name)).catch((error) => console.log(error.message));
      }
    })();
  `;
  const ended = spawnSync(process.execPath, ['-e', script, '--', ...argv], {
    encoding: 'utf8',
    timeout: 60000,
    env: { ...process.env, FC_GUARD_CORE: 'native', FC_GUARD_BIN: core, NOTES: notes, ANSWERS: JSON.stringify(answers) },
  });
  const got = readFileSync(notes, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
  rmSync(folder, { recursive: true });
  return { ...ended, got, last: ended.stderr.trimEnd().split('\n').pop() };
}

test('what the first look saw goes to each resource, and to nobody else', () => {
  const seen = { two: { online: 'secret-canary-2' }, three: { online: 'secret-canary-3' } };
  const { got, stdout, stderr } = run([['deploy', 'one'], ['deploy', 'two'], ['deploy', 'four']], { one: { seen } });
  const [one, two, four] = got;
  assert.equal(one.surveyed, false);
  assert.equal(one.handsOn, true);
  assert.deepEqual([two.surveyed, two.seen], [true, seen.two]);
  assert.deepEqual([four.surveyed, four.seen], [true, undefined]);
  assert.ok(!`${stdout}${stderr}`.includes('secret-canary'));
});

test('another method than the command of the CLI is an action', () => {
  const { got } = run([['deploy', 'one'], ['drift', 'one']], {});
  assert.deepEqual(got.map((inputs) => [inputs.command, inputs.action]), [['deploy', false], ['drift', true]]);
});

test('a -y that the CLI adds in a parallel group is no consent, and a typed one counts once', () => {
  const injected = (argv, args, command = 'restore', method = command) =>
    run([[method, 'one']], {}, argv, { args, command }).got[0].args;
  for (const command of ['deploy', 'plan', 'drift', 'info', 'sync', 'restore', 'remove']) {
    assert.deepEqual(injected([command, 'id'], ['id', '-y'], command), ['id']);
    assert.deepEqual(injected([command, 'id', '-y'], ['id', '-y', '-y'], command), ['id', '-y']);
    assert.deepEqual(injected([command, '--assume-yes'], ['--assume-yes', '-y'], command), ['--assume-yes']);
  }
  // Whoever wrote it into an action of s.yaml meant it.
  assert.deepEqual(injected(['deploy'], ['-y'], 'deploy', 'remove'), ['-y']);
});

test('the environment that is the default of the project is handed over', () => {
  const home = mkdtempSync(path.join(tmpdir(), 'fc-guard-home-'));
  const before = process.env.serverless_devs_config_home;
  process.env.serverless_devs_config_home = home;
  const chosen = (name) => run([['deploy', 'one']], {}, ['deploy'], { name }).got[0].defaultEnv;
  assert.equal(chosen('app'), null);
  mkdirSync(path.join(home, '.s', 'cache'), { recursive: true });
  const file = path.join(home, '.s', 'cache', 'default-env.json');
  writeFileSync(file, JSON.stringify([{ project: 'app', default: 'testing' }]));
  assert.equal(chosen('app'), 'testing');
  assert.equal(chosen('other'), null);
  writeFileSync(file, 'not JSON');
  assert.equal(chosen('app'), undefined);
  rmSync(home, { recursive: true });
  if (before === undefined) delete process.env.serverless_devs_config_home;
  else process.env.serverless_devs_config_home = before;
});

test('the core reads the command line that the CLI was called with', () => {
  const { got } = run([['deploy', 'one']], {}, ['-a', 'x', 'deploy', '--use-local']);
  // A script on the command line takes the place of the program's name.
  assert.deepEqual(got[0].argv.slice(-3), ['x', 'deploy', '--use-local']);
});

test('where something was written before, no word says that nothing was', () => {
  const wrote = [{ en: 'function one', zh: '函数 one' }];
  const failed = { outcome: 'failed', code: 1, rank: 6, message: 'this one failed', wrote };
  const { got, last, status, stdout } = run([['deploy', 'one'], ['deploy', 'two']], {
    one: { outcome: 'changed', rank: 1, wrote }, two: failed,
  });
  assert.deepEqual([last, status], ['partial', 4]);
  // It is this answer that counts, and not one that nobody understood.
  assert.equal(stdout.trim(), 'this one failed');
  assert.deepEqual(got[1].wrote, wrote);
});

test('a run ends with the worst of its words, wherever it came', () => {
  const bad = { outcome: 'unreadable', code: 1, rank: 5, message: 'not read' };
  const worse = { outcome: 'usage', code: 2, rank: 7, message: 'not understood' };
  const calls = [['deploy', 'one'], ['deploy', 'two'], ['deploy', 'three']];
  for (const answers of [{ one: worse, two: bad }, { one: bad, two: worse }, { two: bad, three: worse }]) {
    const { got, last, status } = run(calls, answers);
    assert.deepEqual([got.length, last, status], [3, 'usage', 2]);
  }
  assert.deepEqual(run(calls, { two: bad }).last, 'unreadable');
  assert.deepEqual(run(calls, {}).last, 'clean');
});

test('what the resources before this one are online goes to those of the same command', () => {
  const claimed = [{ resource: 'one' }];
  const { got } = run([['deploy', 'one'], ['deploy', 'two'], ['plan', 'two']], { one: { claimed } });
  assert.deepEqual(got.map((inputs) => inputs.claimed), [undefined, claimed, undefined]);
});

test('only the variables that the files name are handed over', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'fc-guard-vars-'));
  const file = path.join(folder, 's.yaml');
  writeFileSync(
    file,
    'extend: ./base.yaml\nresources:\n  one: {props: {a: "${env(\'A_SET\')}", b: x-${ env( "B_NONE" , "d") }}}\n',
  );
  writeFileSync(path.join(folder, 'base.yaml'), 'vars: {c: "${env(\'C_EMPTY\', \'d\')}"}\n');
  const set = { A_SET: 'canary-a', C_EMPTY: '', D_OTHER: 'canary-d' };
  Object.assign(process.env, set);
  const handed = (more) => run([['deploy', 'one']], {}, ['deploy'], more).got[0].variables;
  assert.deepEqual(handed({ yaml: { path: file } }), { C_EMPTY: '', A_SET: 'canary-a', B_NONE: null });
  assert.deepEqual(handed({ yaml: { path: 's.yaml' }, cwd: folder }), { C_EMPTY: '', A_SET: 'canary-a', B_NONE: null });
  assert.deepEqual(handed({ yaml: { path: path.join(folder, 'none.yaml') } }), {});
  assert.deepEqual(handed({}), {});
  for (const name of Object.keys(set)) delete process.env[name];
  rmSync(folder, { recursive: true });
});
