// The result that the CLI gets: masks where it prints, real values where references read.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import test from 'node:test';

const require = createRequire(import.meta.url);
const { build, real } = require('../../component/result.js');

const FULL = {
  region: 'cn-hangzhou',
  description: 'a\u001b[2Jb',
  environmentVariables: { STAGE: 'prod-7f3a', __proto__: null, constructor: 'c-7f3a' },
  mounts: [{ dir: '/a', token: 'token-7f3a' }],
  list: ['x-7f3a'],
};
const SHOWN = {
  region: 'cn-hangzhou',
  description: 'a\\u{1b}[2Jb',
  environmentVariables: { STAGE: '•••5a2e', constructor: '•••0001' },
  mounts: [{ dir: '/a', token: '•••0002' }],
  list: ['•••0003'],
};

test('references read the real values', () => {
  const result = build(SHOWN, FULL);
  assert.equal(result.region, 'cn-hangzhou');
  assert.equal(result.description, FULL.description);
  assert.equal(result.environmentVariables.STAGE, 'prod-7f3a');
  assert.equal(result.environmentVariables.constructor, 'c-7f3a');
  assert.equal(result.mounts[0].token, 'token-7f3a');
  assert.deepEqual(result.list, ['x-7f3a']);
});

test('nothing that can be printed holds one', () => {
  const result = build(SHOWN, FULL);
  const listed = (value) => (value && typeof value === 'object'
    ? Object.fromEntries(Object.getOwnPropertyNames(value).map((name) => [name, listed(value[name])]))
    : value);
  const inherited = [];
  for (const name in result.environmentVariables) inherited.push(name);
  for (const text of [JSON.stringify(result), JSON.stringify(listed(result)), JSON.stringify({ ...result }), inherited.join()]) {
    assert.doesNotMatch(text, /7f3a|\u001b/);
  }
  assert.equal(JSON.parse(JSON.stringify(result)).environmentVariables['STAGE (hidden)'], '•••5a2e');
  assert.equal(JSON.parse(JSON.stringify(result))['description (escaped)'], 'a\\u{1b}[2Jb');
});

test('a result without secrets is as it is', () => {
  const plain = { region: 'r', list: [1, { a: null }] };
  assert.equal(build(plain, JSON.parse(JSON.stringify(plain))), plain);
  assert.equal(build('text', null), 'text');
});

test('a block that is handed on as a whole gets its values back', () => {
  const printed = JSON.parse(JSON.stringify(build(SHOWN, FULL)));
  const props = real({ environmentVariables: printed.environmentVariables, list: [printed.mounts] });
  assert.deepEqual(props, {
    environmentVariables: { STAGE: 'prod-7f3a', constructor: 'c-7f3a' },
    list: [[{ dir: '/a', token: 'token-7f3a' }]],
  });
});

test('a mask that stands for two values is left for the core to refuse', () => {
  const mask = '•••abcd';
  build({ A: mask }, { A: 'one' });
  const printed = JSON.parse(JSON.stringify(build({ A: mask }, { A: 'two' })));
  assert.deepEqual(real(printed), { 'A (hidden)': mask });
  assert.equal(build({ A: mask }, { A: 'two' }).A, 'two');
});

// The CLI drops such a name while it reads the file; whatever does arrive is handed on.
test('no name is lost on the way to the core, nor on the way back', () => {
  const names = '{"environmentVariables":{"__proto__":"p-7f3a","constructor":"c","toString":"t"}}';
  assert.equal(JSON.stringify(real(JSON.parse(names))), names);
  const shown = JSON.parse(names.replace('p-7f3a', '•••0009'));
  const result = build(shown, JSON.parse(names));
  assert.doesNotMatch(JSON.stringify(result), /7f3a/);
  assert.equal(JSON.stringify(real(JSON.parse(JSON.stringify(result)))), names);
  assert.equal(Object.getPrototypeOf({}).polluted, undefined);
});
