'use strict';
// Commands that the core does not have run in the upstream component (fc3, or fc3-domain for a resource that is
// nothing but a domain): it gets the very object that the CLI made, and what it returns or throws goes back as it is.

const fs = require('fs');
const path = require('path');
const words = require('./words');

// One after the other: members of a parallel `flow:` group must not download it over each other.
let turn = Promise.resolve();

module.exports = async function handOver(command, given, args) {
  const name = component(args[0]);
  if (name === 'fc') return require('./run').fail({ outcome: 'usage', code: 2, message: ofServices(command) }, args[0] || {});
  // Without a component that has it the CLI passes a resource by, and the others of the file go on.
  if (name === 'fc3-domain' && !OF_DOMAINS.includes(command)) return undefined;
  let upstream;
  try {
    const mine = turn.then(() => load(name, given || {}));
    turn = mine.catch(() => undefined);
    upstream = await mine;
    if (typeof upstream[command] !== 'function') throw new Error(words('it has no command {command}', '它没有 {command} 命令', { command }));
  } catch (error) {
    // The first line only: what follows it is Node's list of who required whom.
    const [cause] = String((error && error.message) || error).split('\n');
    const message = explain(command, name, cause);
    return require('./run').fail({ outcome: 'failed', code: 1, message }, args[0] || {});
  }
  const returned = await upstream[command](...args);
  return command === 'getSchema' ? require('./schema')(returned) : returned;
};

// What upstream fc3-domain has beside the commands of the core.
const OF_DOMAINS = ['list'];

// Whose command it is, by the shape of the props: see dialect::of in the core.
function component(inputs) {
  const props = (inputs && inputs.props) || {};
  if (!('functionName' in props) && 'service' in props) return 'fc';
  const isDomain = !('functionName' in props) && ('domainName' in props || 'routeConfig' in props);
  return isDomain ? 'fc3-domain' : 'fc3';
}

async function load(name, given) {
  const folder = process.env.FC_GUARD_UPSTREAM;
  if (folder) {
    const module = require(path.resolve(folder));
    const Component = module.default || module;
    return new Component(given);
  }
  const version = process.env.FC_GUARD_UPSTREAM_VERSION;
  return loader()(version && name === 'fc3' ? `fc3@${version}` : name, given);
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

// Upstream's component for FC 2.0 does not run in edition 3.0.0, which is what hands the command over.
function ofServices(command) {
  return words(
    '{command} is not supported for FC 2.0 yet: props.service belongs to the component fc, which does not run in edition 3.0.0\n  → use the console, or a file of edition 1.0.0 with component: devsapp/fc',
    '{command} 暂不支持 FC 2.0：props.service 属于组件 fc，而它无法在 edition 3.0.0 中运行\n  → 请使用控制台，或使用 edition 1.0.0 且 component: devsapp/fc 的文件',
    { command },
  );
}

// Why the command cannot run, and what to do next.
function explain(command, name, cause) {
  return words(
    '{command} runs in the upstream component {name}, which cannot be loaded: {cause}\n  → check the network and try again, or download it first with \'s cli {name} -h\'\n  → or set FC_GUARD_UPSTREAM=FOLDER to a folder that holds it',
    '{command} 由上游组件 {name} 执行，但无法加载它：{cause}\n  → 请检查网络后重试，或先执行 \'s cli {name} -h\' 下载它\n  → 或用环境变量 FC_GUARD_UPSTREAM=FOLDER 指定本地的 {name}',
    { command, name, cause },
  );
}
