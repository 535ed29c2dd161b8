// How a run ends for the CLI: the thrown error, the exit code, the last line of stderr.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const component = fileURLToPath(new URL('../../component', import.meta.url));

const SCRIPT = `
  const FcGuard = require(${JSON.stringify(component)});
  const inputs = {
    args: process.argv.slice(1), props: {}, cwd: '/', resource: { name: 'fn' },
    getCredential: async () => ({ AccountID: '1', AccessKeyID: 'a', AccessKeySecret: 'b' }),
  };
  const component = new FcGuard({});
  component.deploy(inputs).then(
    (result) => console.log(JSON.stringify({ result })),
    (error) => console.log(JSON.stringify({ message: error.message, data: error.data })),
  );
`;

function run(args, env = {}) {
  const ended = spawnSync(process.execPath, ['-e', SCRIPT, '--', ...args], {
    encoding: 'utf8',
    timeout: 60000,
    env: { ...process.env, FC_GUARD_LANG: 'en', ...env },
  });
  return { ...ended, last: ended.stderr.trimEnd().split('\n').pop() };
}

for (const core of ['wasm', 'native']) {
  test(`the thrown error carries the word and the code (${core})`, () => {
    const { stdout, status, last } = run(['--use-locale'], { FC_GUARD_CORE: core });
    const { message, data } = JSON.parse(stdout);
    assert.deepEqual(data, { outcome: 'usage', code: 2 });
    assert.match(message, /--use-locale/);
    assert.equal(status, 2);
    assert.equal(last, 'usage');
  });

  test(`several resources end with the worst of their words (${core})`, () => {
    const twice = SCRIPT.replace('component.deploy(inputs)', `Promise.allSettled([
      component.restore({ ...inputs, args: ['--nonsense'] }), component.deploy(inputs),
    ]).then(() => component.restore(inputs))`);
    const ended = spawnSync(process.execPath, ['-e', twice], { encoding: 'utf8', env: { ...process.env, FC_GUARD_CORE: core } });
    assert.equal(ended.status, 2, ended.stderr);
    assert.equal(ended.stderr.trimEnd().split('\n').pop(), 'usage');
  });
}

test('a core that does not exist is refused by name, and no other one runs', () => {
  for (const core of ['nativ', 'Native', ' ']) {
    const { stdout, status, last } = run([], { FC_GUARD_CORE: core });
    const { message, data } = JSON.parse(stdout);
    assert.deepEqual(data, { outcome: 'failed', code: 1 });
    assert.ok(message.startsWith(`FC_GUARD_CORE=${core}: there is no such core`), message);
    assert.equal(status, 1);
    assert.equal(last, 'failed');
  }
});
