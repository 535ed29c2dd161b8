// Files of edition 1.0.0: what the CLI hands over is another thing, and so is what it does with an end.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
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
    credentials: process.env.NO_KEY ? undefined : { Alias: 'default', AccountID: '1', AccessKeyID: 'a', AccessKeySecret: 'b', SecurityToken: process.env.TOKEN },
    appName: 'app', project: { component: '../fc-guard', access: 'default', projectName: 'web' },
    command: process.argv[1], args: args.join(' '), argsObj: args, path: { configPath: '/home/a/app/s.yaml' },
  };
  new FcGuard({})[process.argv[1]](inputs).then((result) => result && console.log(JSON.stringify(result)));
`;

function run(args, env = {}, script = SCRIPT) {
  return spawnSync(process.execPath, ['-e', script, '--', ...args], {
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
    cwd: process.cwd(),
    credential: { Alias: 'default', AccountID: '1', AccessKeyID: 'a', AccessKeySecret: 'b' },
    resource: { name: 'web', component: '../fc-guard' },
    yaml: { path: '/home/a/app/s.yaml' },
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

test('every command shows help, in words of FC 2.0, and does nothing', () => {
  const FcGuard = createRequire(import.meta.url)('../../component');
  const own = createRequire(import.meta.url)('../../component/fc2-help');
  for (const command of Object.keys(new FcGuard({}).commands)) {
    for (const args of [['-h'], ['function', '--help', '-y']]) {
      const { stdout, status, stderr } = run([command, ...args], { FC_GUARD_BIN: '/nowhere', FC_GUARD_UPSTREAM: '/nowhere' });
      assert.equal(status, 0, `${command}: ${stderr}`);
      assert.match(stdout, / \/ /, command);
      if (own[command]) assert.doesNotMatch(stdout, /component fc3\b/, command);
    }
  }
  const help = (command) => run([command, '-h']).stdout;
  for (const part of ['--type', '--trigger-name', '--domain-name', 'service|function|trigger|domain']) assert.ok(help('deploy').includes(part), part);
  for (const part of ['s remove service', '--trigger-name', 'version|alias|provision']) assert.ok(help('remove').includes(part), part);
  for (const part of ['rollback:', '--gversion', 'component fc\n']) assert.ok(help('alias').includes(part), part);
});

test('a token of STS goes to the core, and nowhere else', () => {
  const { stdout, stderr } = run(['deploy'], { TOKEN: 'sts-canary-4711' });
  assert.equal(JSON.parse(stdout).credential.SecurityToken, 'sts-canary-4711');
  assert.doesNotMatch(stderr, /canary/);
});

test('a text of arguments is taken apart as a shell does', () => {
  const { words } = createRequire(import.meta.url)('../../component/edition');
  const args = (text) => words({ args: text });
  assert.deepEqual(args(''), []);
  assert.deepEqual(args('  function --type  code '), ['function', '--type', 'code']);
  assert.deepEqual(args(`--event '{"a": 1}' --report "a \\"b\\".md"`), ['--event', '{"a": 1}', '--report', 'a "b".md']);
  assert.deepEqual(args(`--x=a' 'b it\\'s ""`), ['--x=a b', "it's", '']);
  assert.deepEqual(args('a "b'), ['a', '"b']);
  // What the CLI has taken apart already stays as it is.
  assert.deepEqual(words({ args: 'x', argsObj: ["it's", 'a b'] }), ["it's", 'a b']);
});

test('a hook may hand over nothing but a text', () => {
  const text = SCRIPT.replace("argsObj: args,", '');
  const { stdout } = run(['deploy', '--report', 'a.md'], {}, text);
  assert.deepEqual(JSON.parse(stdout).args, ['--report', 'a.md']);
});

test('the variables that such a file names are handed over as the CLI works them out', () => {
  const variables = createRequire(import.meta.url)('../../component/variables');
  const file = path.join(home, 'old.yaml');
  fs.writeFileSync(file, 'a: ${env(SET_4711)} ${ env.NONE_4711 }\nb: "${env(EMPTY_4711)}"\nc: ${env(\'QUOTED_4711\')}\n');
  Object.assign(process.env, { SET_4711: 'x', EMPTY_4711: '' });
  assert.deepEqual(variables(file, home, true), { SET_4711: 'x', NONE_4711: null, EMPTY_4711: '' });
  delete process.env.SET_4711;
  delete process.env.EMPTY_4711;
});
