// What the reference has to name, in both languages: whatever the sources have of it.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

import { chapters } from '../../docs/scripts/reference.mjs';
import { patterns } from '../../docs/scripts/state-files.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (name) => fs.readFileSync(path.join(root, name), 'utf8');
const both = (page) => ['zh', 'en'].map((language) => [language, read(`docs/${language}/${page}.md`)]);
const files = (folder, ending) => fs.readdirSync(path.join(root, folder), { recursive: true })
  .filter((name) => name.endsWith(ending)).map((name) => `${folder}/${name}`);
const inside = (name, start, end) => {
  const text = read(name);
  const from = text.indexOf(start);
  assert.ok(from >= 0, `${name} has no ${start}`);
  return text.slice(from, text.indexOf(end, from));
};

/** Each of these stands in the chapter of either language, in the form of code. */
function told(page, names) {
  assert.ok(names.length > 0);
  for (const [language, text] of both(page)) {
    const missing = names.filter((name) => !text.includes(`\`${name}`) && !text.includes(`<code>${name}`));
    assert.deepEqual(missing, [], `docs/${language}/${page}.md`);
  }
}

test('what is made of the sources is made of those of today', () => {
  for (const [name, text] of chapters()) {
    assert.ok(read(name) === text, `${name} is old: run \`node docs/scripts/reference.mjs\``);
  }
});

test('every flag has a row in both languages, for every command that takes it', () => {
  const { all, ...commands } = JSON.parse(read('component/flags.json'));
  const flags = Object.values(commands).flatMap((own) => Object.keys(own));
  const shown = (flag) => flag.replaceAll('<', '&lt;').replaceAll('|', '&#124;');
  told('reference/flags', [...new Set(flags)].map(shown));
  for (const [flag, text] of Object.entries(all)) assert.match(text, /[\u4e00-\u9fff].* \/ [a-zA-Z]/, flag);
});

test('every property has a row in both languages', () => {
  const { definitions } = JSON.parse(read('component/props.schema.json'));
  const names = ['fc3', 'fc3-domain', 'fc2'].flatMap((name) => Object.keys(definitions[name].properties));
  told('reference/properties', [...new Set(names)].map((name) => `${name}</code>`));
});

test('every variable of the environment that is read is told in both languages', () => {
  const core = [...inside('src/inputs.rs', 'const VARS', '];').matchAll(/"([\w-]+)"/g)].map(([, name]) => name);
  const sources = [...files('component', '.js').filter((name) => !name.includes('/wasm/')), 'src/main.rs', ...files('src/native', '.rs')];
  const read_ = sources.flatMap((name) => [...read(name).matchAll(/process\.env\.(\w+)|env::var(?:_os)?\("(\w+)"\)/g)]);
  const names = [...core, ...read_.map(([, node, rust]) => node ?? rust)];
  // Those of FC 2.0 may be written with a dash, and the chapters say so.
  told('reference/environment', [...new Set(names)].map((name) => name.replaceAll('-', '_')));
});

test('every word in which a run ends is told in both languages, with its code', () => {
  const text = read('src/error.rs');
  const words = [...text.matchAll(/Outcome::(\w+) => "(\w+)"/g)];
  const codes = [...inside('src/error.rs', 'pub fn code', 'pub fn word').matchAll(/((?:Outcome::\w+(?: \| )?)+) => (\d+)/g)];
  const code = (variant) => codes.find(([, variants]) => variants.split(' | ').includes(`Outcome::${variant}`))[2];
  assert.ok(words.length >= 9);
  told('reference/outcomes', words.map(([, variant, word]) => `${word}\` | ${code(variant)} |`));
});

test('every command is told in both languages', () => {
  const own = [...inside('src/cli/help.rs', 'pub const COMMANDS', '];').matchAll(/"(\w+)"/g)].map(([, name]) => `s ${name}`);
  told('commands', own);
  const described = inside('publish.yaml', 'Commands:\n', '\nParameters');
  const handed = [...described.matchAll(/^ {2}(\w+): .*由上游组件/gm)].map(([, name]) => name);
  // Another spelling of the same.
  told('commands', handed.filter((name) => name !== 'onDemand'));
});

test('every file of the state is told in both languages', () => {
  // Where the sources name it, and what the chapters call it.
  const named = [
    ['src/state/key.rs', '{folder}/key', 'key'], ['src/state/key.rs', '{folder}/.gitignore', '.gitignore'],
    ['src/state/names.rs', '".json"', 'REGION.NAME.KIND….json'], ['src/state/names.rs', '.lock', 'REGION.NAME….lock'],
    ['src/package/index.rs', '.index', 'code.….index'], ['src/package/shelf.rs', '".files"', 'code.….files'],
    ['src/backup/shelf.rs', '".code"', 'backups/ID.code'], ['src/state/workspace.rs', '/backups', 'backups/ID.json'],
    ['src/state/workspace.rs', '/team-key.', 'team-key.…'], ['src/state/workspace.rs', '/shared', 'shared/'],
    ['src/state/store/shared/copy.rs', '/unshared/', 'unshared/'], ['src/state/store/shared/look.rs', '"key.id"', 'key.id'],
    ['src/project/team.rs', 'KEY_OBJECT', 'key'], ['src/state/store/shared/backups.rs', 'manifests/', 'manifests/…'],
    ['src/state/store/shared/backups.rs', 'backups/', 'backups/…'], ['src/commands/state.rs', 'probe/', 'probe/…'],
  ];
  for (const [file, text] of named) assert.ok(read(file).includes(text), `${file} names ${text} no more`);
  told('reference/files', named.map(([, , name]) => name));
  // The stories hold each file that a run leaves to these.
  assert.deepEqual(patterns('zh').map(String), patterns('en').map(String));
});

test('both languages have the same chapters, and the book lists each', () => {
  const [zh, en] = ['zh', 'en'].map((language) => files(`docs/${language}`, '.md').map((name) => name.replace(`docs/${language}/`, '')).sort());
  assert.deepEqual(zh, en);
  const config = read('docs/.vitepress/config.mjs');
  for (const name of zh.filter((page) => page !== 'index.md')) assert.ok(config.includes(`'${name.replace('.md', '')}'`), name);
  const [told_zh, told_en] = ['zh', 'en'].map((language) => files(`docs/transcripts/${language}`, '.txt').map((name) => path.basename(name)).sort());
  assert.deepEqual(told_zh, told_en);
});

test('what the chapter on symptoms quotes is what is said', () => {
  const catalogue = read('src/words/catalogue.tsv').split('\n').map((line) => line.split('\t'));
  for (const [language, text] of both('troubleshooting')) {
    const said = catalogue.map((line) => line[language === 'en' ? 1 : 2] ?? '').join('\n');
    const quoted = [...text.matchAll(/^\| “([^”]+)”/gm)].flatMap(([, words]) => words.split(/\s?…+\s?/)).filter(Boolean);
    assert.ok(quoted.length >= 6);
    assert.deepEqual(quoted.filter((words) => !said.includes(words)), [], language);
  }
});

test('the first pages are short, and have the same headings', () => {
  const pages = ['README.md', 'readme_en.md'].map(read);
  for (const text of pages) {
    assert.ok(text.split('\n').length <= 121);
    for (const command of ['cargo xtask demo', 'cargo xtask test']) assert.ok(text.includes(command), command);
  }
  const [zh, en] = pages.map((text) => text.match(/^## /gm).length);
  assert.equal(zh, en);
});
