// Says which links of the built book lead to a place that is not on its page. That the page is there, the build has seen.
//
//   node docs/scripts/links.mjs FOLDER

import fs from 'node:fs';
import path from 'node:path';

const folder = process.argv[2];
const pages = fs.readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.html'));
const read = (name) => fs.readFileSync(path.join(folder, name), 'utf8');
const ids = new Map(pages.map((name) => [name, new Set([...read(name).matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))]));

let dead = 0;
for (const page of pages) {
  for (const [, target] of read(page).matchAll(/ href="([^"]*#[^"]*)"/g)) {
    if (/^\w+:/.test(target)) continue;
    const [file, id] = target.split('#');
    const at = file === '' ? page : path.join(file.startsWith('/') ? '' : path.dirname(page), file).replace(/^\/|\.html$/g, '');
    const known = ids.get(file === '' ? page : `${at || 'index'}.html`);
    if (known?.has(decodeURIComponent(id))) continue;
    console.error(`${page}: ${target} leads nowhere`);
    dead += 1;
  }
}
console.log(`${pages.length} pages, ${dead} links that lead nowhere`);
process.exitCode = dead > 0 ? 1 : 0;
