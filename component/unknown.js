'use strict';
// A command that there is not. In files of edition 1.0.0 and 2.0.0 the CLI takes it for one that has nothing to do.

const flags = require('./flags');
const { put } = require('./streams');
const words = require('./words');

// Gives the component a method of that name, where the command line has one that it does not know. Other components
// of the same file may have the command, so the run goes on, and ends as a misuse.
module.exports = function refuse(component) {
  for (const word of typed()) {
    if (word in component || word === 'then') continue;
    Object.defineProperty(component, word, { value: async () => end(word) });
  }
};

// The command stands behind the name of a resource, or alone.
function typed() {
  return flags.words(process.argv.slice(2)).slice(0, 2);
}

function end(command) {
  process.exitCode = process.exitCode || 2;
  const message = words(
    'fc-guard has no command {command}\n  → \'s deploy -h\' shows the flags of a command; the chapter “Commands” of the documentation lists all of them',
    'fc-guard 没有 {command} 命令\n  → 可用 \'s deploy -h\' 查看某个命令的参数；全部命令见文档的“命令”一章',
    { command },
  );
  put(2, `${message}\n`);
}
