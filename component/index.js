'use strict';
// The Serverless Devs component: load, forward, exit. All logic is in the core.
//
// The CLI constructs this class several times for one run and swallows what a constructor throws,
// so the constructor only keeps what it is given. Plain CommonJS of Node 14: the CLI still runs on that.

// As early as can be: the CLI may print something that cannot be shown any time from now on.
require('./streams').keep();

class FcGuard {
  constructor(given) {
    // As a plugin the CLI calls what it has made of this class, as a component its methods: so it is both.
    const made = Object.setPrototypeOf((...args) => require('./plugin')(...args), new.target.prototype);
    // A function has these by itself, and they are no commands.
    delete made.name;
    delete made.length;
    made.given = given;
    // Only files of edition 1.0.0 and 2.0.0 have nothing given: there the CLI says of a command that there is not
    // "end of method", with exit code 0.
    if (!given) require('./unknown')(made);
    return made;
  }

  // The CLI runs no resource that has the name of a command it finds here. Upstream has fewer of them, so whoever
  // types `s api deploy` goes on to mean the resource of that name: it is found only where it is asked for by name.
  get commands() {
    const commands = require('./help');
    const [name, command] = process.argv.slice(2).filter((word) => !word.startsWith('-'));
    const means = (word) => Object.prototype.hasOwnProperty.call(commands, word);
    if (!means(name) || !means(command) || (commands[name].subCommands || {})[command]) return commands;
    return Object.defineProperty({ ...commands }, name, { value: commands[name], enumerable: false });
  }

  // The CLI asks this after every deploy in a pipeline. The answer is the upstream component's own, but
  // a deploy that is done must not wait for a download, or fail for one.
  async getShownProps() {
    const trigger = ['triggers[*].triggerName', 'triggers[*].triggerType'];
    return { deploy: ['region', 'functionName', 'handler', 'description', ...trigger] };
  }
}

for (const command of ['deploy', 'plan', 'drift', 'info', 'sync', 'remove', 'restore', 'history', 'state']) {
  FcGuard.prototype[command] = function native(inputs) {
    const edition = require('./edition');
    if (edition.asksForHelp(inputs)) return shown(edition.help(command));
    const upstream = require('./upstream');
    if (command === 'remove' && upstream.removesBeside(inputs)) return upstream(command, this.given, [inputs]);
    return require('./run')(command, edition.modern(inputs));
  };
}

const UPSTREAM = [
  'build', 'local', 'invoke', 'logs', 'list', 'version', 'alias', 'concurrency', 'provision', 'scaling',
  'layer', 'instance', 'session', 'model', 's2tos3', 'getSchema',
  // Of FC 2.0.
  'metrics', 'nas', 'ondemand', 'onDemand', 'stress', 'eval', 'env', 'fun2s', 'api',
];

for (const command of UPSTREAM) {
  FcGuard.prototype[command] = function handedOver(...args) {
    const edition = require('./edition');
    if (edition.asksForHelp(args[0])) return shown(edition.help(command));
    return require('./upstream')(command, this.given, args);
  };
}

// What was asked for; the command itself does nothing.
async function shown(text) {
  require('./streams').put(1, text);
}

module.exports = FcGuard;
