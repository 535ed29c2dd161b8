// Commands that run in the upstream component: a stand-in for it sees what it gets.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL('../..', import.meta.url));
const FcGuard = require('../../component');

const NATIVE = ['deploy', 'plan', 'drift', 'info', 'sync', 'remove', 'restore', 'history', 'state'];
const HANDED_OVER = [
  'build', 'local', 'invoke', 'logs', 'list', 'version', 'alias', 'concurrency', 'provision', 'scaling',
  'layer', 'instance', 'session', 'model', 's2tos3',
];

const STAND_IN = `
  global.standIn = (global.standIn || 0) + 1;
  class StandIn { constructor({ logger }) { this.logger = logger; } }
  for (const name of ${JSON.stringify([...HANDED_OVER, 'getSchema'])}) {
    StandIn.prototype[name] = async function (...args) {
      const [inputs] = args;
      if (inputs && inputs.fail) throw inputs.fail;
      if (inputs && inputs.args.includes('--fail')) throw new Error('the stand-in refuses');
      if (inputs && inputs.args.includes('--say')) this.logger.info('the stand-in speaks');
      return global.see ? global.see(name, args, this) : {
        ran: name, args: inputs.args, functionName: inputs.props.functionName, credential: typeof inputs.getCredential,
      };
    };
  }
  module.exports = { default: StandIn };
`;

const home = fs.mkdtempSync(path.join(os.tmpdir(), 'fc-guard-'));
const standIn = path.join(home, 'stand-in');
write('stand-in/index.js', STAND_IN);
test.after(() => fs.rmSync(home, { recursive: true }));

function write(name, text) {
  const file = path.join(home, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}

async function upstreamIs(folder, use) {
  process.env.FC_GUARD_UPSTREAM = folder;
  try {
    return await use();
  } finally {
    delete process.env.FC_GUARD_UPSTREAM;
    delete global.see;
    process.exitCode = undefined;
  }
}

const failure = async (promise) => {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
};

test('nothing is loaded until a command is handed over', async () => {
  await upstreamIs(standIn, async () => {
    const component = new FcGuard({ logger: console });
    assert.ok(component.commands.version);
    assert.ok(new FcGuard());
    assert.equal(global.standIn, undefined);
    await component.version({ args: [], props: {} });
    await component.list({ args: [], props: {} });
    assert.equal(global.standIn, 1);
  });
});

test('a resource that is only a domain has the commands of fc3-domain, and no others', async () => {
  const props = { region: 'cn-hangzhou', domainName: 'a.cn', routeConfig: { routes: [] } };
  await upstreamIs(standIn, async () => {
    const component = new FcGuard({ logger: console });
    const ran = await component.list({ args: [], props });
    assert.equal(ran.ran, 'list');
    for (const command of HANDED_OVER.filter((name) => name !== 'list')) {
      assert.equal(await component[command]({ args: [], props }), undefined, command);
    }
  });
});

test('a resource of FC 2.0 has the commands of the core, and the others are refused', async () => {
  const props = { region: 'cn-hangzhou', service: { name: 's' }, function: { name: 'f' } };
  await upstreamIs(standIn, async () => {
    const component = new FcGuard({ logger: console });
    for (const command of HANDED_OVER) {
      const error = await failure(component[command]({ args: [], props }));
      assert.match(error.message, new RegExp(`${command} is not supported for FC 2.0 yet: props.service`));
    }
  });
});

test('one schema holds a function and a domain to what they are', () => {
  const both = require('../../component/schema');
  const functions = { type: 'object', required: ['region', 'functionName', 'runtime'], definitions: { a: {} } };
  const schema = JSON.parse(both(JSON.stringify(functions)));
  assert.deepEqual(schema.definitions, functions.definitions);
  assert.deepEqual(schema.then.required, functions.required);
  assert.deepEqual(schema.else.then.required, ['region', 'service']);
  assert.deepEqual(schema.else.else.then.required, ['region', 'domainName', 'protocol', 'routeConfig']);
  assert.deepEqual(schema.else.else.else, schema.then);
  assert.equal(both('no JSON'), 'no JSON');
});

test('every command gets the very object, and its result and error come back', async () => {
  const given = { logger: { info() {} } };
  await upstreamIs(standIn, async () => {
    for (const command of [...HANDED_OVER, 'getSchema']) {
      const inputs = { command, args: ['list', '--table'], argsObj: [], props: { a: 1 }, getCredential: async () => ({}) };
      const before = { ...inputs, props: { ...inputs.props } };
      const result = { command };
      global.see = (name, args, self) => {
        assert.equal(name, command);
        assert.equal(args.length, 1);
        assert.equal(args[0], inputs);
        assert.deepEqual(inputs, before);
        assert.equal(self.logger, given.logger);
        return result;
      };
      assert.equal(await new FcGuard(given)[command](inputs), result);
      for (const fail of [Object.assign(new TypeError('no'), { code: 7 }), 'a string']) {
        assert.equal(await failure(new FcGuard(given)[command]({ args: [], fail })), fail);
      }
    }
    assert.equal(process.exitCode, undefined);
    global.see = (name, args) => args.length;
    assert.equal(await new FcGuard(given).getSchema(), 0);
  });
});

test('an upstream that is not there, is broken or lacks the command is a clear error', async () => {
  write('broken/index.js', 'throw new Error("broken inside")');
  write('poor/index.js', 'module.exports = class {}');
  const causes = { absent: 'absent', broken: 'broken inside', poor: 'no command logs' };
  for (const [folder, cause] of Object.entries(causes)) {
    await upstreamIs(path.join(home, folder), async () => {
      const error = await failure(new FcGuard({}).logs({ args: [] }));
      for (const part of ['logs', cause, 'cannot be loaded', 'FC_GUARD_UPSTREAM', 's cli fc3 -h']) {
        assert.ok(error.message.includes(part), `${part} is missing in ${error.message}`);
      }
      assert.ok(!error.message.includes('Require stack'));
      assert.deepEqual(error.data, { outcome: 'failed', code: 1 });
      assert.equal(process.exitCode, 1);
    });
  }
});

test('what the CLI asks after a deploy is answered without the upstream', async () => {
  await upstreamIs(path.join(home, 'absent'), async () => {
    const shown = await new FcGuard({}).getShownProps();
    assert.ok(shown.deploy.includes('functionName'));
  });
});

test('the help describes every command, and nothing else', () => {
  const { commands } = new FcGuard();
  assert.deepEqual(Object.keys(commands), [...NATIVE, ...HANDED_OVER]);
  for (const [name, { help, subCommands = {} }] of Object.entries(commands)) {
    assert.equal(typeof FcGuard.prototype[name], 'function');
    for (const each of [help, ...Object.values(subCommands).map((sub) => sub.help)]) {
      assert.ok(each.summary && each.description);
      for (const [flag, text] of each.option) assert.ok(/^-/.test(flag) && text);
    }
    assert.equal(help.summary.includes('fc3'), HANDED_OVER.includes(name), name);
  }
  const published = fs.readFileSync(path.join(root, 'publish.yaml'), 'utf8');
  const listed = published.match(/^Commands:\n((?: {2}.*\n)+)/m)[1].match(/^ {2}(\w+)/gm);
  assert.deepEqual(listed.map((name) => name.trim()), Object.keys(commands));
});

// Through the real CLI.

write('app/s.yaml', `
edition: 3.0.0
name: app
access: default
resources:
  fn:
    component: ${root}
    props:
      region: cn-hangzhou
      functionName: demo
      runtime: python3.10
`);

function s(args, env = {}) {
  const program = path.join(root, 'node_modules/@serverless-devs/s/bin/s');
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: path.join(home, 'app'),
    env: {
      PATH: process.env.PATH,
      HOME: path.join(home, 'home'),
      NODE_ENV: 'test',
      TERM: 'dumb',
      COLUMNS: '200',
      FORCE_COLOR: '0',
      AccountID: '1234567890123456',
      AccessKeyID: 'LTAI5tOwnerOfTheProject',
      AccessKeySecret: 'owner-secret-5f0c2a9b7e',
      ...env,
    },
    encoding: 'utf8',
  });
  return { status, stdout, text: `${stdout}\n${stderr}` };
}

test('s hands a command over, with its arguments, logger and credential', () => {
  const { status, text } = s(['fn', 'version', 'list', '--table', '--say'], { FC_GUARD_UPSTREAM: '../stand-in' });
  assert.equal(status, 0, text);
  assert.match(text, /\[fn\] the stand-in speaks/);
  assert.match(text, /ran: +version/);
  assert.match(text, /- list\n +- --table/);
  assert.match(text, /functionName: demo/);
  assert.match(text, /credential: +function/);
});

test('an error of the upstream is shown as the CLI shows one', () => {
  const { status, text } = s(['fn', 'alias', 'get', '--fail'], { FC_GUARD_UPSTREAM: standIn });
  assert.equal(status, 101, text);
  assert.match(text, /the stand-in refuses/);
});

test('the running CLI finds the upstream by its name and version', () => {
  for (const [name, env] of [['fc3', {}], ['fc3@0.0.7', { FC_GUARD_UPSTREAM_VERSION: '0.0.7' }]]) {
    const cached = `home/.s/components/devsapp.cn/v3/${name}`;
    write(`${cached}/index.js`, STAND_IN);
    write(`${cached}/.s.lock`, JSON.stringify({ version: '0.0.7', lastUpdateCheck: Date.now() }));
    const { status, text } = s(['fn', 'logs', '--tail', '--silent', '-o', 'json'], env);
    fs.rmSync(path.join(home, cached), { recursive: true });
    assert.equal(status, 0, text);
    assert.ok(text.includes('"ran": "logs"'), text);
  }
});

test('an upstream that cannot be loaded is never "completed"', () => {
  for (const args of [['fn', 'logs'], ['fn', 'logs', '-o', 'json']]) {
    const { status, text } = s(args, { FC_GUARD_UPSTREAM: path.join(home, 'absent') });
    assert.notEqual(status, 0, text);
    assert.match(text, /cannot be loaded/);
  }
});

test('s lists the commands and describes each', () => {
  const all = s(['-h']).stdout;
  for (const command of [...NATIVE, ...HANDED_OVER]) assert.match(all, new RegExp(`^ +${command} `, 'm'));
  const deploy = s(['deploy', '-h']).stdout;
  const flags = [
    '--use-local', '--use-remote', '--merge', '--config', '--code', '--function', '--trigger', '--async-invoke-config',
    '--skip-push', '--write-back', '--no-write-back', '-y,',
  ];
  for (const flag of flags) assert.ok(deploy.includes(flag), flag);
  for (const flag of ['--output', '--format', '--report', '--html']) assert.ok(s(['drift', '-h']).stdout.includes(flag), flag);
  const publish = s(['alias', 'publish', '-h']).stdout;
  for (const part of ['s alias publish', '--alias-name', '--version-id', 'fc3']) assert.ok(publish.includes(part), part);
});
