'use strict';
// The environment that `s env default` has chosen for a project: the CLI lays it over the props and tells no
// component of it. `null` where none is chosen; what cannot be read here is unknown (undefined), and stops nothing.

const fs = require('fs');
const os = require('os');
const path = require('path');

module.exports = chosen;
module.exports.root = root;

function chosen(inputs) {
  const name = process.env.ALIYUN_DEVS_REMOTE_PROJECT_NAME || inputs.name;
  const all = read(path.join(root(), 'cache', 'default-env.json'));
  if (all === null) return null;
  if (!Array.isArray(all)) return undefined;
  const own = all.find((entry) => entry && entry.project === name);
  if (!own) return null;
  return typeof own.default === 'string' ? own.default : undefined;
}

// Where the CLI keeps its files, by its own rules.
function root() {
  const home = process.env.serverless_devs_config_home || os.homedir();
  const usual = path.join(home, '.s');
  const { workspace } = read(path.join(usual, 'config', 's.json')) || {};
  return typeof workspace === 'string' ? workspace.replace(/~/, home) : usual;
}

// A file of the CLI as JSON; null where it is not there, undefined where it is something else.
function read(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch (error) {
    return error.code === 'ENOENT' ? null : undefined;
  }
}
