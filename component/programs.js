'use strict';
// Programs of this machine: the docker client, git.

const { spawn } = require('child_process');

module.exports = { run, runWithin };

// Runs a program to its end.
function run(program, args) {
  return started(program, args, false).ended;
}

// The same, but what has not ended by then, or when the run is stopped, is ended with all that it started.
function runWithin(millis, program, args, stopped) {
  // There are no groups of programs on Windows.
  const { child, ended, end } = started(program, args, process.platform !== 'win32');
  const late = new Promise((resolve) => {
    const timer = setTimeout(() => {
      end();
      resolve(undefined);
    }, millis);
    for (const event of ['close', 'error']) child.on(event, () => clearTimeout(timer));
  });
  stopped.then(end);
  return Promise.race([ended, late]);
}

function started(program, args, asGroup) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: asGroup });
  const streams = [child.stdout, child.stderr];
  let closed = child.pid === undefined;
  const end = () => {
    if (closed) return;
    if (!asGroup) child.kill();
    else stop(-child.pid);
    // One that left the group still holds them, and nobody waits for it.
    if (asGroup) for (const stream of streams) stream.destroy();
  };
  // Nothing that was started here outlives the CLI.
  process.prependListener('exit', end);
  child.on('close', () => {
    closed = true;
    process.removeListener('exit', end);
  });
  const chunks = streams.map((stream) => {
    const read = [];
    stream.on('data', (chunk) => read.push(chunk));
    return read;
  });
  const ended = new Promise((resolve, reject) => {
    child.on('error', (error) => reject(error.code === 'ENOENT' ? 'ENOENT' : error.message));
    child.on('close', (code) => {
      const [stdout, stderr] = chunks.map((read) => Buffer.concat(read).toString('utf8'));
      resolve(JSON.stringify({ code: code === null ? -1 : code, stdout, stderr }));
    });
  });
  return { child, ended, end };
}

function stop(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}
