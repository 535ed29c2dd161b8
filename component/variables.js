'use strict';
// The environment variables that the project's files name in `env('…')`, each with the value that the CLI puts in.
// They hold secrets: they stay in this process and in the pipe to a native core.

const fs = require('fs');
const path = require('path');

const CALL = /env\(\s*(['"])([^'"]*)\1/g;
// In files of edition 1.0.0 and 2.0.0 the name stands without quotes.
const OLDER = /\$\{\s*[Ee]nv(?:\(([^()'"{}]*)\)|\.([^{}\s]+))\s*\}/g;
const EXTENDED = /^\s*["']?extend["']?\s*:\s*["']?([^"'#{}\n]+?)["']?\s*(?:#.*)?$/gm;
// In such files a list of one names it, too.
const LISTED = /^["']?extends["']?\s*:\s*(?:\[\s*|\n\s*-\s*)["']?([^"'#{}[\],\n]+?)["']?\s*\]?\s*(?:#.*)?$/gm;

// By their names; null where one is not set. None of them where there is no file.
module.exports = function variables(file, cwd, isOld) {
  const found = {};
  if (!file) return found;
  const text = read(path.resolve(cwd || process.cwd(), file));
  const extended = [...all(text, EXTENDED, 1), ...(isOld ? all(text, LISTED, 1) : [])];
  const bases = extended.map((base) => read(path.resolve(cwd || process.cwd(), path.dirname(file), base)));
  const named = isOld ? (one) => [...all(one, OLDER, 1), ...all(one, OLDER, 2)].filter(Boolean) : (one) => all(one, CALL, 2);
  for (const name of [text, ...bases].flatMap(named)) {
    const value = process.env[name];
    found[name] = value === undefined ? null : value;
  }
  return found;
};

function all(text, pattern, group) {
  const names = [];
  pattern.lastIndex = 0;
  for (let one = pattern.exec(text); one; one = pattern.exec(text)) names.push(one[group]);
  return names;
}

// What cannot be read names nothing that is known here.
function read(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    return '';
  }
}
