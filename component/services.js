'use strict';
// Where the upstream component of FC 2.0, fc, is found. The CLI loads it only for files of edition 1.0.0 and 2.0.0, and
// lets out no way to do so: what it has downloaded lies in its cache, beside the library that loads more of it.

const fs = require('fs');
const path = require('path');
const { root } = require('./environment');
const flags = require('./flags');
const words = require('./words');

const NAME = 'devsapp/fc';

// The library that the component itself is built on.
const CORE = '@serverless-devs/core';

// The commands of fc that neither the core of fc-guard has nor the component fc3.
const OWN = ['metrics', 'nas', 'ondemand', 'onDemand', 'stress', 'eval', 'env', 'fun2s', 'api'];

// All that the core of fc-guard does not have.
const COMMANDS = ['build', 'local', 'invoke', 'logs', 'version', 'alias', 'provision', 'layer', 'instance', ...OWN];

// What `remove` takes away there beside the resources of the file, each by a word of its own.
const REMOVED = ['version', 'alias', 'provision', 'ondemand', 'onDemand', 'layer'];

// Loads the component; `resolve` finds a module seen from a folder, `programs` are those of the running CLI.
async function load(resolve, programs) {
  const near = programs.map((program) => resolve(CORE, path.dirname(program))).find(Boolean);
  const core = required(near) || required(path.join(root(), 'cache', 'core'));
  if (core && core.loadComponent) return core.loadComponent(NAME);
  const Component = required(cached());
  if (Component) return new Component();
  throw new Error(words(
    'it is not in the cache of s, {folder}',
    's 的缓存 {folder} 中没有它',
    { folder: cached() },
  ));
}

// Where the CLI keeps it, in the version that is pinned, if one is.
function cached() {
  const pins = (process.env.core_load_serverless_devs_component || '').split(';');
  const pinned = pins.map((pin) => pin.split('@')).find(([name]) => name === NAME);
  const folder = pinned ? `${NAME}@${pinned[1]}` : NAME;
  return path.join(root(), 'components', 'devsapp.cn', ...folder.split('/'));
}

// What a folder or a file exports; undefined where it is not there. What is broken is an error.
function required(place) {
  if (!place || !fs.existsSync(place)) return undefined;
  const module = require(place);
  return module.default || module;
}

// How the CLI is made to download it: a file of edition 1.0.0 that names it, whose help does nothing else.
function download() {
  return `s build -h -t ${path.join(__dirname, 'fc.yaml')}`;
}

// Whether `s remove` is about something that the core does not take away. Only the first argument can be the word for
// it: behind any flag it may be that one's value, and the component takes away everything where it finds no word.
function removesBeside(args) {
  const [word] = flags.behind(args);
  return REMOVED.includes(word);
}

module.exports = { COMMANDS, OWN, load, download, removesBeside };
