'use strict';
// The Serverless Devs component: load, forward, exit. All logic is in the core.
//
// The CLI constructs this class several times for one run and swallows what a constructor throws,
// so the constructor does nothing. Plain CommonJS of Node 14: the CLI still runs on that.

const commands = require('./help');

class FcGuard {
  constructor() {
    this.commands = commands;
  }

  deploy(inputs) {
    return require('./run')('deploy', inputs);
  }
}

module.exports = FcGuard;
