'use strict';
// The flags of the CLI itself, which may stand before a command and before its first word.

// Those that take a value, as the next word or behind `=`; see typed/flags in the core.
const TAKES_VALUE = [
  '-t', '--template', '-a', '--access', '--env', '--baseline-template', '-o', '--output', '--output-format', '--output-file',
];

// Those that take none.
const BARE = ['-y', '--assume-yes', '--debug', '--skip-actions', '--silent', '--no-verify'];

// The arguments without the flags of the CLI that stand before them.
function behind(args) {
  const [first, ...rest] = args;
  if (TAKES_VALUE.includes(first)) return behind(rest.slice(1));
  if (BARE.includes(first) || TAKES_VALUE.some((flag) => String(first).startsWith(`${flag}=`))) return behind(rest);
  return args;
}

// The words among the arguments: neither flags nor the values of those of the CLI.
function words(args) {
  return args.filter((word, index) => !word.startsWith('-') && !TAKES_VALUE.includes(args[index - 1]));
}

module.exports = { behind, words };
