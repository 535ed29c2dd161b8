'use strict';
// The environment variables that the project's files name in `env('…')`, each with the value that the CLI puts in.
// They hold secrets: they stay in this process and in the pipe to a native core.

const fs = require('fs');
const path = require('path');

const CALL = /env\(\s*(['"])([^'"]*)\1/g;
const EXTENDED = /^\s*["']?extend["']?\s*:\s*["']?([^"'#{}\n]+?)["']?\s*(?:#.*)?$/gm;

// By their names; null where one is not set. None of them where there is no file.
module.exports = function variables(file, cwd) {
  const found = {};
  if (!file) return found;
  const text = read(path.resolve(cwd || process.cwd(), file));
  const bases = all(text, EXTENDED, 1).map((base) => read(path.resolve(cwd || process.cwd(), path.dirname(file), base)));
  for (const name of [text, ...bases].flatMap((one) => all(one, CALL, 2))) {
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
