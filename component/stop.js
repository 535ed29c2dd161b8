'use strict';
// Ctrl-C and whatever else ends a process from outside. The core is told, and has the last word: which
// writes were done, which was under way. Only where it does not answer in time the process just ends.

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
// How long the core may take to answer a signal, in milliseconds.
const PATIENCE = 10000;

// What stands here is called with the signal while a command is under way.
let ask;
let end;

// `leave` ends the process, where nothing is under way or nobody answers.
// Listeners stay when the command is over: between two resources the CLI would end with 0.
function listen(leave) {
  end = end || leave;
  for (const signal of SIGNALS) {
    if (!process.listeners(signal).includes(heard)) process.prependListener(signal, heard);
  }
}

function heard(signal) {
  if (ask) ask(signal);
  else end();
}

// Runs one command, which gets `stopped`: a promise of the signal. Meanwhile the CLI's own listeners
// are not asked, because the one for SIGINT ends the process at once, and with 0.
async function during(command) {
  const silenced = SIGNALS.map((signal) => [signal, process.rawListeners(signal).filter((one) => one !== heard)]);
  for (const [signal, others] of silenced) for (const one of others) process.removeListener(signal, one);
  let timer;
  const stopped = new Promise((resolve) => {
    ask = (signal) => {
      if (!timer) timer = setTimeout(end, PATIENCE);
      resolve(signal);
    };
  });
  try {
    return await command(stopped);
  } finally {
    ask = undefined;
    clearTimeout(timer);
    for (const [signal, others] of silenced) for (const one of others) process.on(signal, one);
  }
}

module.exports = { listen, during };
