// Files of edition 1.0.0: what the CLI hands over is another thing, and so is what it does with an end.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const component = fileURLToPath(new URL('../../component', import.meta.url));
const home = fs.mkdtempSync(path.join(os.tmpdir(), 'fc-guard-'));
test.after(() => fs.rmSync(home, { recursive: true }));

// A core that answers with what it was handed.
const core = path.join(home, 'core');
fs.writeFileSync(core, `#!${process.execPath}
let text = '';
process.stdin.on('data', (chunk) => { text += chunk; }).on('end', () => {
  const { args, cwd, credential, resource, yaml, props } = JSON.parse(text);
  const refused = args.includes('--refuse') ? 'it is refused' : null;
  process.exitCode = refused ? 2 : 0;
  console.log(JSON.stringify({
    outcome: refused ? 'usage' : 'clean', code: refused ? 2 : 0, rank: 1, message: refused,
    result: refused ? null : { args, cwd, credential, resource, yaml, props }, real: null,
  }));
});
`, { mode: 0o755 });

const SCRIPT = `
  const FcGuard = require(${JSON.stringify(component)});
  const args = process.argv.slice(2);
  const inputs = {
    props: { region: 'cn-hangzhou', service: { name: 's' } },
    credentials: process.env.NO_KEY ? undefined : { Alias: 'default', AccountID: '1', AccessKeyID: 'a', AccessKeySecret: 'b' },
    appName: 'app', project: { component: '../fc-guard', access: 'default', projectName: 'web' },
    command: process.argv[1], args: args.join(' '), argsObj: args, path: { configPath: '/home/a/app/s.yaml' },
  };
  new FcGuard({})[process.argv[1]](inputs).then((result) => result && console.log(JSON.stringify(result)));
`;

function run(args, env = {}) {
  return spawnSync(process.execPath, ['-e', SCRIPT, '--', ...args], {
    encoding: 'utf8',
    timeout: 60000,
    env: { ...process.env, FC_GUARD_LANG: 'en', FC_GUARD_CORE: 'native', FC_GUARD_BIN: core, ...env },
  });
}

test('the core gets the inputs in its own form', () => {
  const { stdout, status, stderr } = run(['deploy', '--use-local', '-t', 's.yaml']);
  assert.equal(status, 0, stderr);
  assert.deepEqual(JSON.parse(stdout), {
    args: ['--use-local', '-t', 's.yaml'],
    cwd: '/home/a/app',
    credential: { Alias: 'default', AccountID: '1', AccessKeyID: 'a', AccessKeySecret: 'b' },
    resource: { name: 'web', component: '../fc-guard' },
    yaml: {},
    props: { region: 'cn-hangzhou', service: { name: 's' } },
  });
});

test('whoever asks for help gets that, and nothing is done', () => {
  for (const flag of ['-h', '--help']) {
    for (const command of ['deploy', 'remove', 'version']) {
      const { stdout, status } = run([command, flag], { FC_GUARD_BIN: '/nowhere' });
      assert.equal(status, 0);
      assert.match(stdout, / \/ /);
    }
  }
  assert.match(run(['deploy', '-h']).stdout, /--use-local/);
});

test('an error is told without its stack, and ends with its code', () => {
  const { stdout, stderr, status } = run(['deploy', '--refuse']);
  assert.equal(status, 2);
  assert.equal(stdout, '');
  assert.match(stderr, /^it is refused\n/m);
  assert.doesNotMatch(stderr, /at .*\.js:/);
  assert.equal(stderr.trimEnd().split('\n').pop(), 'usage');
});

test('without a credential nothing is asked, and it is said', () => {
  const { stderr, status } = run(['deploy'], { NO_KEY: '1' });
  assert.equal(status, 1);
  assert.match(stderr, /no credential: the access of this project names none/);
});
