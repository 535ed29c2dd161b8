// The names of the files that a run leaves in `.s/fc-guard/`, as the book lists them.

import fs from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What each name in the first list of that chapter looks like. */
export function patterns(language) {
  const text = fs.readFileSync(fileURLToPath(new URL(`../${language}/reference/files.md`, import.meta.url)), 'utf8');
  const [, list] = /^## .*`\.s\/fc-guard\/`.*$([\s\S]*?)^## /m.exec(text);
  const names = [...list.matchAll(/^\| (`[^|]+`) \|/gm)].flatMap(([, cell]) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name));
  return names.map((name) => {
    const free = name.replace(/[.*+?^${}()[\]\\]/g, '\\$&').replace(/[A-Z]{2,}/g, '[^/]+').replace('…', '[^/]+');
    return new RegExp(`^${free.endsWith('/') ? `${free}.*` : free}$`);
  });
}

/** Those below a folder that the book does not name. */
export function unknown(folder) {
  if (!fs.existsSync(folder)) return [];
  const known = patterns('en');
  const all = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const names = all.map((entry) => `${entry.parentPath ?? entry.path}/${entry.name}`.slice(folder.length + 1));
  return names.filter((name) => !known.some((pattern) => pattern.test(name)));
}
