'use strict';
// Commands that the core does not have run in the upstream component, fc3: it gets the very object that
// the CLI made, and what it returns or throws goes back as it is.

const fs = require('fs');
const path = require('path');
const words = require('./words');

// One after the other: members of a parallel `flow:` group must not download it over each other.
let turn = Promise.resolve();

module.exports = async function handOver(command, given, args) {
  let upstream;
  try {
    const mine = turn.then(() => load(given || {}));
    turn = mine.catch(() => undefined);
    upstream = await mine;
    if (typeof upstream[command] !== 'function') throw new Error(words('it has no command {command}', '它没有 {command} 命令', { command }));
  } catch (error) {
    // The first line only: what follows it is Node's list of who required whom.
    const [cause] = String((error && error.message) || error).split('\n');
    const message = explain(command, cause);
    return require('./run').fail({ outcome: 'failed', code: 1, message }, args[0] || {});
  }
  return upstream[command](...args);
};

async function load(given) {
  const folder = process.env.FC_GUARD_UPSTREAM;
  if (folder) {
    const module = require(path.resolve(folder));
    const Component = module.default || module;
    return new Component(given);
  }
  const version = process.env.FC_GUARD_UPSTREAM_VERSION;
  return loader()(version ? `fc3@${version}` : 'fc3', given);
}

// What the running CLI loads components with: its cache, its registry, its pinned versions.
function loader() {
  const programs = [require.main && require.main.filename, process.argv[1]].filter(Boolean).map(real);
  for (const program of [...programs, __filename]) {
    const file = resolve('@serverless-devs/load-component', path.dirname(program));
    if (file) {
      const module = require(file);
      return module.default || module;
    }
  }
  // The published CLI is one file with everything inside; only the library of its daemons lets out the
  // class behind that function.
  for (const program of programs) {
    const file = resolve('../lib/daemon/lib.js', path.dirname(program));
    const { Component } = file ? require(file) : {};
    if (Component) return (name, given) => new Component(name, given).run();
  }
  throw new Error(words('the running CLI has no component loader', '当前的 CLI 没有组件加载器'));
}

// Where a program lies behind its links, as in `node_modules/.bin`.
function real(program) {
  try {
    return fs.realpathSync(program);
  } catch (error) {
    return program;
  }
}

// The file of a module seen from a folder; undefined where there is none.
function resolve(name, folder) {
  try {
    return require.resolve(name, { paths: [folder] });
  } catch (error) {
    return undefined;
  }
}

// Why the command cannot run, and what to do next.
function explain(command, cause) {
  return words(
    '{command} runs in the upstream component fc3, which cannot be loaded: {cause}\n  → check the network and try again, or download it first with \'s cli fc3 -h\'\n  → or set FC_GUARD_UPSTREAM=FOLDER to a folder that holds it',
    '{command} 由上游组件 fc3 执行，但无法加载它：{cause}\n  → 请检查网络后重试，或先执行 \'s cli fc3 -h\' 下载它\n  → 或用环境变量 FC_GUARD_UPSTREAM=FOLDER 指定本地的 fc3',
    { command, cause },
  );
}
