'use strict';
// The core as a module. Where it cannot be loaded, what to do about that is said, which is not what is
// to be done about a wrong key or a broken network.

const fs = require('fs');
const path = require('path');
const failure = require('./failure');

// The first version whose engine knows the references to objects that the module holds.
const OLDEST = 18;

const SCRIPT = path.join(__dirname, 'wasm', 'fc_guard.js');
const MODULE = path.join(__dirname, 'wasm', 'fc_guard_bg.wasm');

let loaded;

// The module, loaded once for all commands of a run.
function load() {
  if (loaded) return loaded;
  const { node } = process.versions;
  if (Number(node.split('.')[0]) < OLDEST) throw failure.outdated(OLDEST, node);
  const missing = [SCRIPT, MODULE].find((file) => !fs.existsSync(file));
  if (missing) throw failure.unbuilt(missing);
  try {
    loaded = require(SCRIPT);
  } catch (error) {
    throw failure.unloadable(MODULE, error.message || String(error));
  }
  return loaded;
}

module.exports = { load, OLDEST };
