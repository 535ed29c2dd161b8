// fc-guard as a plugin in the real CLI, beside a stand-in for upstream's component, with a core that only notes what
// it gets: how it is found by each form of its name, and what the CLI makes of its ends.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const home = fs.mkdtempSync(path.join(os.tmpdir(), 'fc-guard-'));
test.after(() => fs.rmSync(home, { recursive: true }));

function write(name, text, mode) {
  const file = path.join(home, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text, { mode });
}

write('fc3/index.js', `
  const fs = require('fs');
  module.exports = class {
    async deploy(inputs) {
      fs.appendFileSync(process.env.NOTES, 'write ' + inputs.resource.name + ' ' + inputs.props.timeout + '\\n');
      if (inputs.props.fails) throw new Error('upstream fails');
      return { functionName: inputs.resource.name };
    }
  };
`);
write('core', `#!/usr/bin/env node
const fs = require('fs');
const inputs = JSON.parse(fs.readFileSync(0, 'utf8'));
const { name } = inputs.resource;
fs.appendFileSync(process.env.NOTES, (inputs.hook || inputs.command) + ' ' + name + '\\n');
const answer = { outcome: 'clean', code: 0, rank: 0, result: null, wrote: [], seen: null, handed: null, refused: false, message: null };
if (process.env.REFUSES === name && inputs.hook !== 'after') {
  Object.assign(answer, { outcome: 'drift', code: 3, rank: 2, refused: true, message: 'somebody changed it' });
}
if (process.env.HANDS && inputs.hook === 'before') answer.handed = { ...inputs.props, timeout: 60 };
process.stdout.write(JSON.stringify(answer));
process.exitCode = answer.code;
`, 0o755);

const ACTION = '{plugin: NAME, allow_failure: false}';

// A file of two resources with these actions before their deploys.
function project(plugin, { action = ACTION, more = '', after = '', fails = '' } = {}) {
  const resource = (name) => `  ${name}:
    component: ../fc3
    actions:
      pre-deploy:
        - ${action.replace('NAME', plugin)}
${after}    props: {timeout: 3${name === 'two' ? fails : ''}}
`;
  write('app/s.yaml', `edition: 3.0.0\nname: app\naccess: default\nresources:\n${resource('one')}${resource('two')}${more}`);
}

function s(args, env = {}) {
  const notes = path.join(home, 'notes');
  fs.writeFileSync(notes, '');
  const ended = spawnSync(path.join(root, 'node_modules', '.bin', 's'), args, {
    cwd: path.join(home, 'app'),
    encoding: 'utf8',
    timeout: 120000,
    env: {
      PATH: process.env.PATH, HOME: path.join(home, 'home'), NODE_ENV: 'test', NO_PROXY: '127.0.0.1', FC_GUARD_LANG: 'en',
      AccountID: '1234567890123456', AccessKeyID: 'a-key-of-a-test', AccessKeySecret: 'a-secret-of-a-test-and-no-real-one',
      FC_GUARD_CORE: 'native', FC_GUARD_BIN: path.join(home, 'core'), NOTES: notes, ...env,
    },
  });
  const done = fs.readFileSync(notes, 'utf8').split('\n').filter(Boolean);
  return { ...ended, text: `${ended.stdout}${ended.stderr}`, done };
}

test('it is found by a path, by the folder of the plugin, and by its name in the registry', () => {
  const cached = path.join(home, 'home/.s/components/devsapp.cn/v3/fc-guard');
  fs.mkdirSync(cached, { recursive: true });
  fs.writeFileSync(path.join(cached, '.s.lock'), JSON.stringify({ version: '0.0.7', lastUpdateCheck: Date.now() }));
  for (const name of ['component', 'plugin', 'package.json', 'publish.yaml']) {
    fs.symlinkSync(path.join(root, name), path.join(cached, name));
  }
  for (const plugin of [root, path.join(root, 'plugin'), 'fc-guard']) {
    project(plugin);
    const { status, text, done } = s(['deploy']);
    assert.equal(status, 0, text);
    assert.deepEqual(done, ['before one', 'write one 3', 'before two', 'write two 3', 'after one', 'after two'], plugin);
  }
});

test('what was decided reaches upstream, whose own success action looks it up', () => {
  project(root, { after: `      success-deploy:\n        - plugin: ${root}\n` });
  const { status, done, text } = s(['deploy'], { HANDS: '1' });
  assert.equal(status, 0, text);
  assert.deepEqual(done, ['before one', 'write one 60', 'after one', 'before two', 'write two 60', 'after two']);
});

test('a refusal keeps upstream from writing, also under the flags that hide an error', () => {
  project(root);
  for (const [flags, code] of [[[], 101], [['-o', 'json'], 3], [['--silent'], 3]]) {
    const { status, done, text } = s(['deploy', ...flags], { REFUSES: 'one' });
    assert.deepEqual([status, done], [code, ['before one']], text);
    assert.match(text, /somebody changed it/);
  }
  // What was written before it is looked up, where the process is not ended at once.
  const { status, done } = s(['deploy'], { REFUSES: 'two' });
  assert.deepEqual([status, done], [101, ['before one', 'write one 3', 'before two', 'after one']]);
});

test('where upstream fails, what it has done is looked up all the same', () => {
  project(root, { fails: ', fails: true' });
  const { status, done } = s(['deploy']);
  assert.deepEqual([status, done], [101, ['before one', 'write one 3', 'before two', 'write two 3', 'after one', 'after two']]);
});

test('in the actions of the whole file it is refused', () => {
  project(root, { action: '{run: "true"}', more: `actions:\n  pre-deploy:\n    - plugin: ${root}\n` });
  const { status, done, text } = s(['deploy']);
  assert.deepEqual([status, done], [2, []], text);
  assert.match(text, /resources\.NAME\.actions/);
});

test('without its actions nobody is called', () => {
  project(root);
  const { status, done } = s(['deploy', '--skip-actions'], { REFUSES: 'one' });
  assert.deepEqual([status, done], [0, ['write one 3', 'write two 3']]);
});

test('a command of the component as an action stops the deploy where something is to be decided', () => {
  project(root, { action: `{component: ${root} drift}` });
  const { status, done, text } = s(['deploy'], { REFUSES: 'one' });
  assert.deepEqual([status, done], [101, ['drift one']], text);
});
