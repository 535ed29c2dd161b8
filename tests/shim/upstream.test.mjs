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
const OF_SERVICES = ['metrics', 'nas', 'ondemand', 'onDemand', 'stress', 'eval', 'env', 'fun2s', 'api'];
const OF_BOTH = ['build', 'local', 'invoke', 'logs', 'version', 'alias', 'provision', 'layer', 'instance'];

const STAND_IN = `
  global.standIn = (global.standIn || 0) + 1;
  class StandIn { constructor({ logger }) { this.logger = logger; } }
  for (const name of ${JSON.stringify([...HANDED_OVER, ...OF_SERVICES, 'remove', 'getSchema'])}) {
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

test('commands of FC 2.0 run in fc, which gets what the CLI hands over in edition 1.0.0', async () => {
  const props = { region: 'cn-hangzhou', service: { name: 's' }, function: { name: 'f' } };
  const key = { AccountID: '1', AccessKeyID: 'a', AccessKeySecret: 'b' };
  await upstreamIs(standIn, async () => {
    const component = new FcGuard({ logger: console });
    global.see = (name, [inputs]) => ({ name, inputs });
    for (const command of [...OF_BOTH, ...OF_SERVICES]) {
      const inputs = {
        command, name: 'app', args: ['list', '--description', 'a b'], props, cwd: '/home/a/app', getCredential: async () => key,
        yaml: { path: '/home/a/app/s.yaml' }, resource: { name: 'web', component: '../fc-guard', access: 'mine' },
      };
      assert.deepEqual(await component[command](inputs), { name: command, inputs: {
        props, credentials: key, appName: 'app', project: { component: '../fc-guard', access: 'mine', projectName: 'web' },
        command, args: 'list --description a b', argsObj: ['list', '--description', 'a b'],
        path: { configPath: '/home/a/app/s.yaml' }, output: undefined,
      } });
      // What is in that form already arrives as it is.
      const older = { props, credentials: key, args: 'list', argsObj: ['list'], command };
      assert.equal((await component[command](older)).inputs, older);
      // Without a key, too: not every command needs one, and the component says which.
      const keyless = { args: [], props, getCredential: async () => { throw new Error('none'); } };
      assert.equal((await component[command](keyless)).inputs.credentials, undefined);
    }
    // The words behind `remove` that name nothing of the file.
    for (const args of [
      ['version', '--version-id', '1'], ['-t', 's.yaml', 'alias'], ['-y', '--access', 'layer', 'ondemand'], ['--template=s.yaml', 'provision'], ['layer'],
    ]) {
      const ran = await component.remove({ command: 'remove', args, props, getCredential: async () => key });
      assert.equal(ran.name, 'remove');
      assert.deepEqual(ran.inputs.argsObj, args);
    }
  });
});

// Upstream takes away everything where it does not know the word, so nothing but a word of its own gets there.
test('what only looks like a word of fc goes to the core', async () => {
  const services = require('../../component/services');
  for (const args of [
    ['--trigger-name', 'layer', '-y'], ['--trigger', 'alias'], ['--domain-name', 'version'], ['--orphan', 'layer'], ['--type', 'alias'],
    ['--service-name', 'provision'], ['--function-name', 'layer'], ['--region', 'layer'], ['--state', 'alias'], ['--any-flag', 'alias'],
    ['function', 'alias'], ['function', '--trigger-name', 'layer'], ['-y', '-t', 'layer'], ['-t', 'layer'], ['--access', 'alias', '-y'], ['-y'], [],
    ['--trigger-name', 'web', 'layer'],
  ]) {
    assert.equal(services.removesBeside(args), false, args.join(' '));
  }
});

test('a command that there is not ends as a misuse in the older editions, whatever stands before it', () => {
  for (const [line, word] of [
    ['foo', 'foo'], ['web foo', 'foo'], ['-t old.yaml web foo', 'foo'], ['--template old.yaml foo', 'foo'], ['web foo -t old.yaml', 'foo'],
    ['-a mine web foo', 'foo'], ['-t=old.yaml web foo', 'foo'], ['--access mine -t old.yaml --debug web foo', 'foo'],
  ]) {
    const program = `process.argv.splice(2, Infinity, ...${JSON.stringify(line.split(' '))});
      const FcGuard = require(${JSON.stringify(path.join(root, 'component'))});
      Promise.resolve(new FcGuard()[${JSON.stringify(word)}]({})).then(() => undefined);`;
    const ran = spawnSync(process.execPath, ['-e', program, 'x'], { encoding: 'utf8' });
    assert.equal(ran.status, 2, `${line}: ${ran.stderr}`);
    assert.match(ran.stderr, /foo/);
  }
});

test('s2tos3 belongs to fc3, and says what it leaves to a person', async () => {
  const props = { region: 'cn-hangzhou', service: { name: 's' } };
  const said = [];
  const { writeSync } = fs;
  await upstreamIs(standIn, async () => {
    global.see = (name, [inputs]) => inputs.args;
    fs.writeSync = (stream, bytes) => { said.push(String(bytes)); return bytes.length; };
    const older = { props, credentials: {}, args: '--target s3.yaml', argsObj: ['--target', 's3.yaml'] };
    const returned = await new FcGuard({}).s2tos3(older).finally(() => { fs.writeSync = writeSync; });
    assert.deepEqual(returned, ['--target', 's3.yaml']);
    assert.match(said.join(''), /component: fc /);
  });
});

test('a command of the other generation is refused by its name', async () => {
  const services = { region: 'cn-hangzhou', service: { name: 's' }, function: { name: 'f' } };
  const functions = { region: 'cn-hangzhou', functionName: 'f' };
  const foreign = HANDED_OVER.filter((command) => !OF_BOTH.includes(command) && command !== 's2tos3');
  await upstreamIs(standIn, async () => {
    const component = new FcGuard({ logger: console });
    for (const [commands, props, told] of [[foreign, services, 'FC 2.0 has no'], [OF_SERVICES, functions, 'FC 3.0 has no']]) {
      for (const command of commands) {
        const error = await failure(component[command]({ args: [], props }));
        assert.match(error.message, new RegExp(`^${told} command ${command}:`));
        assert.deepEqual(error.data, { outcome: 'usage', code: 2 });
      }
    }
  });
});

// The CLI keeps what it loads for files of edition 1.0.0 in folders of its own.
test('fc is found where the CLI keeps it', async () => {
  const place = path.join(home, 'cli');
  const before = process.env.serverless_devs_config_home;
  process.env.serverless_devs_config_home = place;
  const inputs = { args: [], props: { service: { name: 's' } } };
  const STAND = (name) => `module.exports = class { async nas() { return ${JSON.stringify(name)}; } }`;
  const run = () => new FcGuard({}).nas(inputs);
  const absent = await failure(run());
  for (const part of ['nas', 'the cache of s', 's build -h -t ', 'fc.yaml', 'FC_GUARD_UPSTREAM']) {
    assert.ok(absent.message.includes(part), `${part} is missing in ${absent.message}`);
  }
  assert.match(fs.readFileSync(absent.message.match(/-t (\S+fc\.yaml)/)[1], 'utf8'), /component: devsapp\/fc/);
  write('cli/.s/components/devsapp.cn/devsapp/fc/index.js', STAND('the folder'));
  write('cli/.s/components/devsapp.cn/devsapp/fc@0.1.30/index.js', STAND('the pinned folder'));
  assert.equal(await run(), 'the folder');
  process.env.core_load_serverless_devs_component = 'fc3@0.0.1;devsapp/fc@0.1.30';
  assert.equal(await run(), 'the pinned folder');
  // The library loads a newer one, and what the pins say.
  write('cli/.s/cache/core/index.js', 'exports.loadComponent = async (name) => ({ nas: async () => `the library: ${name}` });');
  assert.equal(await run(), 'the library: devsapp/fc');
  delete process.env.core_load_serverless_devs_component;
  if (before === undefined) delete process.env.serverless_devs_config_home;
  else process.env.serverless_devs_config_home = before;
  process.exitCode = undefined;
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
  // What fc-guard has beside upstream is held to what the core takes.
  const own = (one) => Object.keys(one.allOf.at(-1).properties);
  assert.deepEqual(own(schema.then), ['showValues', 'driftPolicy', 'mark', 'state']);
  assert.ok(own(schema.else.then).includes('driftPolicy'));
  assert.deepEqual(own(schema.else.else.then), ['driftPolicy', 'state']);
  const rule = schema.then.allOf.at(-1).properties.driftPolicy.items;
  assert.deepEqual(rule.properties.owner, { enum: ['console', 'file'] });
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
  assert.deepEqual(Object.keys(commands), [...NATIVE, ...HANDED_OVER, ...OF_SERVICES]);
  for (const [name, { help, subCommands = {} }] of Object.entries(commands)) {
    assert.equal(typeof FcGuard.prototype[name], 'function');
    for (const each of [help, ...Object.values(subCommands).map((sub) => sub.help)]) {
      assert.ok(each.summary && each.description);
      for (const [flag, text] of each.option) assert.ok(/^-/.test(flag) && text);
    }
    assert.equal(help.summary.includes('component fc3'), HANDED_OVER.includes(name), name);
    assert.equal(/component fc\b/.test(help.summary), OF_SERVICES.includes(name), name);
  }
  const published = fs.readFileSync(path.join(root, 'publish.yaml'), 'utf8');
  const listed = published.match(/^Commands:\n((?: {2}.*\n)+)/m)[1].match(/^ {2}(\w+)/gm);
  assert.deepEqual(listed.map((name) => name.trim()), Object.keys(commands));
});

// What the CLI lists is what no resource may be called.
test('a resource may have the name of a command', () => {
  const typed = process.argv;
  const listed = (...words) => {
    process.argv = ['node', 's', ...words];
    try {
      return Object.keys(new FcGuard({}).commands);
    } finally {
      process.argv = typed;
    }
  };
  for (const name of ['api', 'nas', 'state', 'history', 'layer']) {
    assert.ok(!listed(name, 'deploy', '--use-local').includes(name), name);
    assert.ok(listed(name).includes(name), name);
  }
  assert.ok(listed('layer', 'list').includes('layer'));
  assert.ok(listed('state', 'init').includes('state'));
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
