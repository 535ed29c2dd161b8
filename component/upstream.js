'use strict';
// Commands that the core does not have run in the upstream component (fc3, or fc3-domain for a resource that is
// nothing but a domain): it gets the very object that the CLI made, and what it returns or throws goes back as it is.
// That of FC 2.0, fc, knows only the form of edition 1.0.0, which is made of the object where it is another one.

const fs = require('fs');
const path = require('path');
const edition = require('./edition');
const services = require('./services');
const { put } = require('./streams');
const words = require('./words');

// One after the other: members of a parallel `flow:` group must not download it over each other.
let turn = Promise.resolve();

module.exports = async function handOver(command, given, args) {
  const [inputs] = args;
  const name = component(inputs, command);
  if (!has(name, command)) {
    // Without a component that has it the CLI passes a resource by, and the others of the file go on.
    if (name === 'fc3-domain') return undefined;
    return fail({ outcome: 'usage', code: 2, message: foreign(command, name) }, inputs);
  }
  let upstream;
  try {
    const mine = turn.then(() => load(name, given || {}));
    turn = mine.catch(() => undefined);
    upstream = await mine;
    if (typeof upstream[command] !== 'function') throw new Error(words('it has no command {command}', '它没有 {command} 命令', { command }));
  } catch (error) {
    // The first line only: what follows it is Node's list of who required whom.
    const [cause] = String((error && error.message) || error).split('\n');
    return fail({ outcome: 'failed', code: 1, message: explain(command, name, cause) }, inputs);
  }
  // The CLI ends with 0 where somebody stops it.
  process.prependListener('SIGINT', interrupted);
  try {
    const returned = await upstream[command](...(await formed(name, args)));
    if (command === 's2tos3' && edition.isOfServices(inputs)) put(2, moved());
    return command === 'getSchema' ? require('./schema')(returned) : returned;
  } finally {
    process.removeListener('SIGINT', interrupted);
  }
};
module.exports.removesBeside = (inputs) => component(inputs) === 'fc' && services.removesBeside(edition.words(inputs));

// The inputs in the form that the component understands.
async function formed(name, args) {
  if (name === 'fc') return [await edition.older(args[0])];
  return edition.isOld(args[0]) ? [edition.modern(args[0])] : args;
}

// What the new file leaves to a person.
function moved() {
  const text = words(
    'note: only resources with component: fc are turned into FC 3.0; write that line in the file that is read, and component: fc-guard again in the new one\n  → the functions of FC 2.0 stay online: the first deploy of the new file says which, and how to remove them',
    '提示：只有 component: fc 的资源会被转换为 FC 3.0；请在源文件中改为这一行，转换后在新文件中改回 component: fc-guard\n  → FC 2.0 的函数仍保留在线上：首次部署新文件时会列出它们及删除方法',
  );
  return `${text}\n`;
}

function fail(answer, inputs) {
  return require('./run').fail(answer, { ...inputs, isOld: edition.isOld(inputs) });
}

function interrupted() {
  process.exitCode = 130;
}

// What upstream fc3-domain has beside the commands of the core.
const OF_DOMAINS = ['list'];

// Whether the component has a command beside those of the core.
function has(name, command) {
  if (name === 'fc3-domain') return OF_DOMAINS.includes(command);
  if (name === 'fc') return services.COMMANDS.includes(command) || command === 'remove';
  return !services.OWN.includes(command);
}

// Whose command it is, by the shape of the props: see dialect::of in the core.
function component(inputs, command) {
  // It turns a file of FC 2.0 into one of FC 3.0, and belongs to the component of that.
  if (command === 's2tos3' && edition.isOfServices(inputs)) return 'fc3';
  const props = (inputs && inputs.props) || {};
  if (edition.isOfServices(inputs)) return 'fc';
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
  if (name === 'fc') return services.load(resolve, programs());
  const version = process.env.FC_GUARD_UPSTREAM_VERSION;
  return loader()(version && name === 'fc3' ? `fc3@${version}` : name, given);
}

// What the running CLI loads components with: its cache, its registry, its pinned versions.
function loader() {
  for (const program of [...programs(), __filename]) {
    const file = resolve('@serverless-devs/load-component', path.dirname(program));
    if (file) {
      const module = require(file);
      return module.default || module;
    }
  }
  // The published CLI is one file with everything inside; only the library of its daemons lets out the
  // class behind that function.
  for (const program of programs()) {
    const file = resolve('../lib/daemon/lib.js', path.dirname(program));
    const { Component } = file ? require(file) : {};
    if (Component) return (name, given) => new Component(name, given).run();
  }
  throw new Error(words('the running CLI has no component loader', '当前的 CLI 没有组件加载器'));
}

// The programs of the running CLI.
function programs() {
  return [require.main && require.main.filename, process.argv[1]].filter(Boolean).map(real);
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

// A command of the other generation.
function foreign(command, name) {
  if (name === 'fc') {
    return words(
      'FC 2.0 has no command {command}: it is one of FC 3.0, and props.service says that this resource is of FC 2.0\n  → leave it out for this resource',
      'FC 2.0 没有 {command} 命令：它属于 FC 3.0，而 props.service 表明该资源属于 FC 2.0\n  → 请不要对该资源执行它',
      { command },
    );
  }
  return words(
    'FC 3.0 has no command {command}: it is one of the component fc, for resources of FC 2.0\n  → leave it out for this resource, or write the resource of FC 2.0 before it: s NAME {command}',
    'FC 3.0 没有 {command} 命令：它属于组件 fc，用于 FC 2.0 的资源\n  → 请不要对该资源执行它，或在命令前写明 FC 2.0 的资源：s NAME {command}',
    { command },
  );
}

// Why the command cannot run, and what to do next.
function explain(command, name, cause) {
  const download = name === 'fc' ? services.download() : `s cli ${name} -h`;
  return words(
    '{command} runs in the upstream component {name}, which cannot be loaded: {cause}\n  → check the network and try again, or download it first with \'{download}\'\n  → or set FC_GUARD_UPSTREAM=FOLDER to a folder that holds it',
    '{command} 由上游组件 {name} 执行，但无法加载它：{cause}\n  → 请检查网络后重试，或先执行 \'{download}\' 下载它\n  → 或用环境变量 FC_GUARD_UPSTREAM=FOLDER 指定本地的 {name}',
    { command, name, cause, download },
  );
}
