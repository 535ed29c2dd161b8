// Plays the stories of the book and writes down what was shown, or says where that is not what the book holds.
//
//   node docs/scripts/transcripts.mjs [--check] [NAME…]
//
// The picture of the question is made of one of them, so it is as true as they are.

import fs from 'node:fs';
import path from 'node:path';

import { root } from './cloud.mjs';
import { open } from './place.mjs';
import { question } from './picture.mjs';
import { settling, steady } from './steady.mjs';
import { unknown } from './state-files.mjs';
import { stories } from './stories.mjs';

const isCheck = process.argv.includes('--check');
const named = process.argv.slice(2).filter((word) => !word.startsWith('-'));
const folder = path.join(root, 'docs/transcripts');
const stale = [];

async function play(name, language) {
  const { place, close } = await open(language, ['--bucket', 'team-state']);
  try {
    await stories[name](place);
    const strange = unknown(place.path('.s/fc-guard'));
    if (strange.length > 0) throw new Error(`the chapter of state files does not have ${strange.join(', ')}`);
    keep(path.join(folder, language, `${name}.txt`), `${steady(place.told, place.folder).join('\n')}\n`);
    if (place.page) keep(path.join(folder, language, 'page.html.txt'), said(place.page, place.folder));
    if (name === 'question') keep(path.join(root, 'docs/public', `question-${language}.svg`), question(place, language));
  } catch (error) {
    error.message = `${name} (${language}): ${error.message}`;
    throw error;
  } finally {
    await close();
  }
}

// What a page says, without how it looks: whoever changes that sees it.
function said(html, place) {
  const text = html.replace(/<(style|script)[\s\S]*?<\/\1>/g, '').replace(/<[^>]+>/g, '\n').replace(/&nbsp;/g, ' ');
  const lines = text.split('\n').map((line) => line.trim()).filter(Boolean);
  return `${lines.map(settling(place)).join('\n')}\n`;
}

function keep(file, text) {
  const known = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
  if (known === text) return;
  stale.push(path.relative(root, file));
  if (isCheck) return;
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}

// Two at a time: each waits for the terminal most of the time.
const all = ['en', 'zh'].flatMap((language) => Object.keys(stories).map((name) => [name, language]));
const queue = all.filter(([name]) => named.length === 0 || named.includes(name));
const worker = async () => {
  for (let next = queue.shift(); next; next = queue.shift()) await play(...next);
};
// The other one comes to its end, and takes away what it has made.
for (const { reason } of await Promise.allSettled([worker(), worker()])) {
  if (!reason) continue;
  console.error(reason.message);
  process.exitCode = 1;
}

for (const name of stale) console.log(isCheck ? `${name} is not what is shown today: run \`cargo xtask docs --renew\`` : `renewed ${name}`);
if (isCheck && stale.length > 0) process.exitCode = 1;
