// What the shim says: both languages everywhere, the right one by the environment, no line too long.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import test from 'node:test';

const require = createRequire(import.meta.url);
const words = require('../../component/words');
const failure = require('../../component/failure');
const Host = require('../../component/host');
const help = require('../../component/help');

const HAN = /\p{Script=Han}/u;
const NAMES = ['FC_GUARD_LANG', 'LC_ALL', 'LC_MESSAGES', 'LANG'];

function inside(env, use) {
  const before = { ...process.env };
  for (const name of NAMES) delete process.env[name];
  Object.assign(process.env, env);
  try {
    return use();
  } finally {
    for (const name of Object.keys(process.env)) delete process.env[name];
    Object.assign(process.env, before);
  }
}

test('the language is chosen as the core chooses it', () => {
  const cases = [
    [{}, 'en'],
    [{ LANG: 'zh_CN.UTF-8' }, 'zh'],
    [{ LANG: 'zh_CN.UTF-8', LC_MESSAGES: 'en_US.UTF-8' }, 'en'],
    [{ LANG: 'zh_CN.UTF-8', LC_ALL: 'C' }, 'en'],
    [{ LC_ALL: 'C', FC_GUARD_LANG: 'zh' }, 'zh'],
    [{ LANG: 'zh_TW', FC_GUARD_LANG: 'en' }, 'en'],
    [{ LANG: 'ZH_CN', FC_GUARD_LANG: '' }, 'zh'],
  ];
  for (const [env, lang] of cases) assert.equal(inside(env, words.lang), lang, JSON.stringify(env));
});

test('values stand where their names are', () => {
  const both = () => words('no {name} in {place}', '{place} 中没有 {name}', { name: 'x', place: '$&' });
  assert.equal(inside({ FC_GUARD_LANG: 'en' }, both), 'no x in $&');
  assert.equal(inside({ FC_GUARD_LANG: 'zh' }, both), '$& 中没有 x');
});

test('every failure of the shim says in both languages what to do next', () => {
  const failures = [
    () => failure.told(new Error('x')),
    () => failure.told(new WebAssembly.RuntimeError('unreachable')),
    () => failure.told(failure.unstartable('/bin/x', 'ENOENT')),
    () => failure.told(failure.speechless('/bin/x', 'SIGKILL')),
  ];
  for (const say of failures) {
    const [en, zh] = ['en', 'zh'].map((lang) => inside({ FC_GUARD_LANG: lang }, say));
    assert.match(en, /\n {2}→ [a-z]/);
    assert.match(zh, /\n {2}→ 请/);
    assert.ok(!HAN.test(en), en);
  }
});

// Every text of the help with the name of its command.
function* texts(commands, path = '') {
  for (const [name, { help: { summary, description, option }, subCommands }] of Object.entries(commands)) {
    const here = `${path}${name}`;
    yield [here, summary];
    yield [here, description];
    for (const [flags, text] of option || []) yield [`${here} ${flags}`, text];
    if (subCommands) yield* texts(subCommands, `${here} `);
  }
}

test('every text of the help has both languages', () => {
  for (const [place, text] of texts(help)) {
    assert.match(text, HAN, `${place}: ${text}`);
    assert.match(text, /[A-Za-z]{2,}/, `${place}: ${text}`);
    if (text.includes('\n')) continue;
    const [zh, en] = text.replace('[可选/Optional] ', '').split(' / ');
    assert.match(zh, HAN, `${place}: ${text}`);
    // The Chinese summary closes its bracket behind the English one.
    assert.ok(en && !HAN.test(en.split('（')[0]), `${place}: ${text}`);
  }
});

test('descriptions fit in 80 columns', () => {
  const width = (line) => [...line].reduce((sum, letter) => sum + (/[\p{Script=Han}\u3000-\u303f\uff00-\uff60]/u.test(letter) ? 2 : 1), 0);
  for (const [place, text] of texts(help)) {
    if (!text.includes('\n')) continue;
    for (const line of text.split('\n')) assert.ok(width(line) <= 80, `${place}: ${width(line)} ${line}`);
  }
});

test('colours are for terminals, and not where NO_COLOR has a value', () => {
  const host = new Host();
  const terminal = Object.getOwnPropertyDescriptor(process.stderr, 'isTTY');
  const styled = (isTTY, env) => {
    Object.defineProperty(process.stderr, 'isTTY', { value: isTTY, configurable: true });
    return inside({ TERM: 'xterm', NO_COLOR: '', ...env }, () => host.styled());
  };
  try {
    assert.equal(styled(true, {}), true);
    assert.equal(styled(false, {}), false);
    for (const value of ['1', '0', 'false']) assert.equal(styled(true, { NO_COLOR: value }), false);
    assert.equal(styled(true, { TERM: 'dumb' }), false);
  } finally {
    if (terminal) Object.defineProperty(process.stderr, 'isTTY', terminal);
    else delete process.stderr.isTTY;
  }
});
