'use strict';
// What a core may answer. Whatever else comes back is no success, however its program ended.

// The words and their exit codes, as src/error.rs has them.
const CODES = {
  clean: 0,
  changed: 0,
  drift: 3,
  conflict: 3,
  usage: 2,
  unreadable: 1,
  failed: 1,
  partial: 4,
  interrupted: 130,
};

// The answer in that text; undefined where it is none, or where the program ended otherwise than it says.
// `code` is the exit code of the program, if there was one.
function parse(text, code) {
  let answer;
  try {
    answer = JSON.parse(text);
  } catch (error) {
    return undefined;
  }
  if (typeof answer !== 'object' || answer === null) return undefined;
  const known = Object.prototype.hasOwnProperty.call(CODES, answer.outcome) && CODES[answer.outcome] === answer.code;
  const told = answer.code === 0 || typeof answer.message === 'string' || answer.message === null;
  const ended = code === undefined || code === answer.code;
  return known && told && ended && typeof answer.rank === 'number' ? answer : undefined;
}

module.exports = { parse, CODES };
