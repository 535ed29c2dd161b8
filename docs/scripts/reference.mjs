// The lists of the reference that are made of the sources: flags of `component/flags.json`, which holds all flags of
// the parser, and properties of `component/props.schema.json`, which is made of the tables that props are checked by.
//
//   node docs/scripts/reference.mjs     writes them between the marks in the chapters

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (name) => fs.readFileSync(path.join(root, name), 'utf8');
const json = (name) => JSON.parse(read(name));

const MARKS = ['<!-- made by docs/scripts/reference.mjs -->', '<!-- until here -->'];

/** The chapters as they should be: their names, with their texts. */
export function chapters() {
  const all = ['zh', 'en'].flatMap((language) => [
    [`docs/${language}/reference/flags.md`, flags(language)],
    [`docs/${language}/reference/properties.md`, properties(language)],
  ]);
  return all.map(([name, text]) => [name, between(read(name), text)]);
}

function between(chapter, text) {
  const [start, end] = MARKS.map((mark) => chapter.indexOf(mark));
  if (start < 0 || end < start) throw new Error('a chapter has no place for what is made');
  return `${chapter.slice(0, start + MARKS[0].length)}\n\n${text.trim()}\n\n${chapter.slice(end)}`;
}

const side = (text, language) => text.split(' / ')[language === 'zh' ? 0 : 1];
const cell = (text) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
const code = (text) => `<code>${text.replaceAll('<', '&lt;').replaceAll('|', '&#124;')}</code>`;

function flags(language) {
  const { all, ...commands } = json('component/flags.json');
  const titles = { cli: { zh: '所有命令', en: 'Every command' } };
  const heads = { zh: '| 参数 | 含义 |\n|---|---|', en: '| flag | meaning |\n|---|---|' };
  const none = { zh: '没有自己的参数。', en: 'It has no flags of its own.' };
  return Object.entries(commands).map(([name, own]) => {
    const rows = Object.entries(own).map(([flag, text]) => `| ${code(flag)} | ${cell(side(text || all[flag], language))} |`);
    const title = titles[name]?.[language] ?? `\`s ${name}\``;
    return [`### ${title}`, '', ...(rows.length > 0 ? [heads[language], ...rows] : [none[language]]), ''].join('\n');
  }).join('\n');
}

const SHAPES = {
  zh: { string: '文本', integer: '整数', number: '数字', boolean: 'true/false', object: '块', array: '列表', any: '任意', of: (list) => `${list}的列表`, or: ' 或 ', must: '必填', texts: '名称和文本' },
  en: { string: 'text', integer: 'whole number', number: 'number', boolean: 'true or false', object: 'block', array: 'list', any: 'anything', of: (list) => `list of ${list}`, or: ' or ', must: 'required', texts: 'names with texts' },
};

function properties(language) {
  const { definitions } = json('component/props.schema.json');
  const titles = {
    fc3: { zh: '函数（FC 3.0，同 fc3）', en: 'A function (FC 3.0, as fc3)' },
    'fc3-domain': { zh: '单独的域名（同 fc3-domain）', en: 'A domain alone (as fc3-domain)' },
    fc2: { zh: 'FC 2.0（同 fc）', en: 'FC 2.0 (as fc)' },
  };
  return Object.entries(titles).map(([name, title]) => [`## ${title[language]}`, '', ...table(definitions[name], language), ''].join('\n')).join('\n');
}

function table(schema, language) {
  const heads = { zh: '| 属性 | 类型 | 含义 |\n|---|---|---|', en: '| property | shape | what it is for |\n|---|---|---|' };
  return [heads[language], ...rows(schema, language, '', 0)];
}

function rows(schema, language, above, depth) {
  const words = SHAPES[language];
  return Object.entries(schema.properties ?? {}).flatMap(([name, value]) => {
    const full = `${above}${name}`;
    const must = schema.required?.includes(name) ? `${words.must}${language === 'zh' ? '，' : ', '}` : '';
    const text = value.description ? cell(side(value.description, language)) : '';
    const row = `| ${code(full)} | ${must}${cell(shape(value, words))} | ${text} |`;
    const [inner, between] = inside(value);
    return [row, ...(inner ? rows(inner, language, `${full}${between}.`, depth + 1) : []), ...triggers(inner, language, full, between)];
  });
}

// What the configuration of a trigger may say, by its type.
function triggers(inner, language, full, between) {
  return (inner?.allOf ?? []).flatMap((one) => {
    const [[, { const: type }]] = Object.entries(one.if.properties);
    const [[config, value]] = Object.entries(one.then.properties);
    const [block] = inside(value);
    return block ? rows(block, language, `${full}${between}.${config} (${type}).`, 0) : [];
  });
}

// The block in a property, and what stands between the name of that and its own.
function inside(value) {
  for (const one of [value, ...(value.anyOf ?? [])]) {
    if (one.properties) return [one, ''];
    if (one.items) return [inside(one.items)[0], '[]'];
    if (one.anyOf && one !== value) {
      const [found, sign] = inside(one);
      if (found) return [found, sign];
    }
  }
  return [undefined, ''];
}

function shape(value, words) {
  if (value.anyOf) {
    const kinds = value.anyOf.filter((one) => !one.$ref).map((one) => shape(one, words));
    return [...new Set(kinds)].join(words.or);
  }
  if (value.enum) return value.enum.map((word) => `\`${word}\``).join(words.or);
  if (value.const) return `\`${value.const}\``;
  if (value.items) return words.of(shape(value.items, words));
  if (value.type === 'object' && !value.properties && value.additionalProperties) return words.texts;
  const range = value.minimum === undefined ? '' : ` ${value.minimum}–${value.maximum}`;
  return `${words[value.type] ?? words.any}${range}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, text] of chapters()) fs.writeFileSync(path.join(root, name), text);
}
