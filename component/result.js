'use strict';
// The result as the CLI gets it: what it prints is masked, what other resources read is real.
//
// The CLI prints an object's own properties only, while `${resources.x.output…}` reads through the
// prototype as well: so the real values stand in a prototype that lists nothing, and in their places
// stand masks under names that no reference uses.

module.exports = { build, real };

const HIDDEN = ' (hidden)';
// Where nothing is secret, but a terminal would obey what stands there.
const SPELLED = ' (escaped)';

// The real values that were handed out in this process, by name and mask; null where a mask stands for two.
const given = new Map();

// `shown` and `full` have the same shape; where they differ, only `shown` may be printed.
function build(shown, full) {
  if (full === null || full === undefined || isSame(shown, full)) return shown;
  if (Array.isArray(shown)) return shown.map((item, index) => build(item, full[index]));
  const result = Object.create(prototype(full));
  for (const name of Object.keys(shown)) {
    const value = shown[name];
    if (!has(full, name)) put(result, name, value);
    else if (isWhole(value, full[name])) put(result, name, build(value, full[name]));
    else put(result, remember(name, value, full[name]), value);
  }
  return result;
}

// What a template hands on as a whole block is only a copy of what is shown: the real values are put
// back. A mask that stands for two values stays, and the core refuses it.
function real(value) {
  if (Array.isArray(value)) return value.map(real);
  if (!value || typeof value !== 'object' || typeof value.toJSON === 'function') return value;
  const result = {};
  for (const name of Object.keys(value)) {
    const known = given.get(key(name, value[name]));
    if (known) put(result, known.name, known.value);
    else put(result, name, real(value[name]));
  }
  return result;
}

// Below a block the masks are hidden one by one; a value of any other kind is hidden as a whole.
function isWhole(shown, full) {
  if (isSame(shown, full)) return true;
  if (kind(shown) !== kind(full)) return false;
  if (kind(shown) === 'block') return true;
  return kind(shown) === 'list' && shown.length === full.length && shown.every((item, index) => isWhole(item, full[index]));
}

// What decides whether masks can stand one by one.
function kind(value) {
  if (Array.isArray(value)) return 'list';
  return value && typeof value === 'object' ? 'block' : 'leaf';
}

function isSame(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

// An object whose properties are there and are not listed.
function prototype(full) {
  const hidden = {};
  for (const name of Object.keys(full)) Object.defineProperty(hidden, name, { value: full[name], writable: true });
  return hidden;
}

// The name under which something is shown instead of the real value.
function remember(name, shown, value) {
  const other = name + (JSON.stringify(shown).includes('•••') ? HIDDEN : SPELLED);
  const at = key(other, shown);
  const known = given.get(at);
  const isNews = known === undefined || (known && isSame(known.value, value));
  given.set(at, isNews ? { name, value } : null);
  return other;
}

// A name with what is shown under it, as one text.
function key(name, shown) {
  return JSON.stringify([name, shown]);
}

function has(object, name) {
  return Object.prototype.hasOwnProperty.call(object, name);
}

// `__proto__` is a name like any other, and one that the prototype has can be shown all the same.
function put(object, name, value) {
  Object.defineProperty(object, name, { value, enumerable: true, writable: true, configurable: true });
}
